/** The fields of the candidate's form and which of them are sent. */
import type { CandidateDetail, FieldValue } from '@/api/generated'

/** As they stand in the form; the names are those of the program. */
export interface FormFields {
  name: string
  pinyin: string
  id_type: string
  id_number: string
  sex: string
  phone: string
  major_name: string
  major_code: string
  major_level: string
  enrolment_year: string
  class_name: string
  student_number: string
  student_type: string
  access: string
  remark: string
}

/** An empty form. */
export function emptyForm(social: boolean): FormFields {
  return {
    name: '', pinyin: '', id_type: '身份证', id_number: '', sex: '', phone: '', major_name: '', major_code: '',
    major_level: '', enrolment_year: '', class_name: '', student_number: '',
    student_type: social ? '社会考生' : '院校考生', access: '', remark: '',
  }
}

/** The form of a candidate. Its numbers are masked on file, so their fields begin empty. */
export function formOf({ row, id_type_label, remark }: CandidateDetail): FormFields {
  return {
    name: row.name,
    pinyin: row.pinyin,
    id_type: id_type_label,
    id_number: '',
    sex: ['男', '女'].includes(row.sex) ? row.sex : '',
    phone: '',
    major_name: row.major,
    major_code: row.major_code,
    major_level: row.major_level,
    enrolment_year: row.enrolment_year,
    class_name: row.class,
    student_number: row.student_number,
    student_type: row.student_type,
    access: row.access,
    remark,
  }
}

/** What differs from `before`; of a new candidate, whatever is filled in. */
export function changedFields(before: FormFields, now: FormFields, isNew: boolean): FieldValue[] {
  const fields = Object.keys(now) as (keyof FormFields)[]
  const changed = fields.filter((field) => (isNew ? now[field].trim() !== '' : now[field].trim() !== before[field].trim()))
  // Name and code of a major belong together: one without the other would be taken for another major.
  if (!isNew && changed.includes('major_name') && !changed.includes('major_code') && now.major_code !== '') changed.push('major_code')
  return changed.map((field) => ({ field, value: now[field].trim() }))
}
