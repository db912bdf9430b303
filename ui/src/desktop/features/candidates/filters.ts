/** What the list of candidates can be filtered by. */
import type { LocationQuery } from 'vue-router'
import type { CandidateQuery } from '@/api/generated'
import type { ListQuery } from '@/shared/list/useList'
import type { Tone } from '@/shared/tone'

/** The fields of the filter bar. */
export interface CandidateFilters {
  name: string
  number: string
  id_number: string
  class: string
  major: string
  enrolment_year: string
  /** 社会考生 instead of 本校考生. */
  social: boolean
  photo: '' | 'with' | 'without'
  pinyin: '' | 'review'
  registered: '' | 'yes' | 'no'
  /** Identity of a plan that they are registered in. */
  plan: string
}

/** An empty filter of one kind of student. */
export function noFilters(social: boolean): CandidateFilters {
  return {
    name: '', number: '', id_number: '', class: '', major: '', enrolment_year: '',
    social, photo: '', pinyin: '', registered: '', plan: '',
  }
}

/** The filter as the program takes it, without a page. */
export function queryOf(filters: CandidateFilters, status: string): CandidateQuery {
  return {
    text: '',
    name: filters.name,
    number: filters.number,
    id_number: filters.id_number,
    class: filters.class,
    major: filters.major,
    enrolment_year: filters.enrolment_year,
    social: filters.social,
    status,
    has_photo: filters.photo === '' ? null : filters.photo === 'with',
    pinyin_review: filters.pinyin === '' ? null : true,
    registered: filters.registered === '' ? null : filters.registered === 'yes',
    plan: filters.plan,
    sort: '',
    descending: false,
    page: 1,
    page_size: 1,
  }
}

/** A page of the list as the program takes it. */
export function pageOf(query: ListQuery<CandidateFilters>): CandidateQuery {
  return {
    ...queryOf(query.filters, query.status),
    sort: query.sort?.key ?? '',
    descending: query.sort?.descending ?? false,
    page: query.page,
    page_size: query.page_size,
  }
}

/** What a link such as `/candidates?status=无照片` means; null when it only names a candidate. */
export function fromLink(link: LocationQuery): (Partial<CandidateFilters> & { status?: string }) | null {
  const text = (key: string) => (typeof link[key] === 'string' ? link[key] : '')
  const meant: Partial<CandidateFilters> & { status?: string } = {}
  for (const key of ['name', 'number', 'id_number', 'class', 'major', 'enrolment_year', 'plan'] as const) {
    if (text(key) !== '') meant[key] = text(key)
  }
  if (text('status') !== '') meant.status = text('status')
  if (text('social') !== '') meant.social = ['1', 'true'].includes(text('social'))
  if (text('has_photo') !== '') meant.photo = ['1', 'true'].includes(text('has_photo')) ? 'with' : 'without'
  if (text('pinyin_review') !== '') meant.pinyin = 'review'
  if (text('registered') !== '') meant.registered = ['1', 'true'].includes(text('registered')) ? 'yes' : 'no'
  return Object.keys(meant).length > 0 ? meant : null
}

/** The status tabs, in the order of the manuals. */
export const statusTabs: { status: string; tone?: Tone }[] = [
  { status: '无照片', tone: 'bad' },
  { status: '信息不全', tone: 'warn' },
  { status: '信息待认证' },
  { status: '需人工确认', tone: 'warn' },
  { status: '信息准确' },
]

/** How much a state matters. */
export function toneOf(code: string): Tone {
  const tones: Record<string, Tone> = {
    no_photo: 'bad', incomplete: 'warn', needs_confirmation: 'warn', accurate: 'ok',
  }
  return tones[code] ?? 'mute'
}
