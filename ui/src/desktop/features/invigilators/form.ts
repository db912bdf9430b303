/** What the form of an invigilator holds, and what may be taken out of it. */
import type { InvigilatorDetail, InvigilatorForm } from '@/api/generated'

/** A new invigilator. */
export function emptyForm(): InvigilatorForm {
  return {
    id: null, number: '', name: '', sex: '', id_type: '身份证', id_number: '', phone: '', school: '', region: '',
    title: '', remark: '', inactive: false, unavailable: [], certificate_ids: [],
  }
}

/** The form of a known one. The program shows numbers masked, so they stand beside the empty fields. */
export function formOf(detail: InvigilatorDetail): InvigilatorForm {
  const { row } = detail
  return {
    ...emptyForm(),
    id: row.id,
    number: row.number,
    name: row.name,
    sex: row.sex,
    id_type: row.id_type,
    school: row.school,
    region: row.region,
    title: row.title,
    remark: detail.remark,
    inactive: !row.active,
    unavailable: detail.unavailable.map((one) => ({ ...one })),
    certificate_ids: row.certificates.map((one) => one.certificate_id),
  }
}

/** Certificates that may not be taken off, each with the reason. */
export function boundCertificates(detail: InvigilatorDetail | null): Map<string, string> {
  const bound = (detail?.row.certificates ?? []).filter((one) => !one.remove.allowed)
  return new Map(bound.map((one) => [one.certificate_id, one.remove.reason]))
}

/** What was chosen, with what may not be taken off. */
export function withBound(chosen: string[], bound: Map<string, string>): string[] {
  return [...chosen, ...[...bound.keys()].filter((id) => !chosen.includes(id))]
}
