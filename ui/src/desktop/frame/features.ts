/** The features of this build, gathered from their folders, and what they make together. */
import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { Stage } from '@/api/generated'
import type { Feature, MenuAction, MenuEntry, ModuleName } from '@/shared/feature'

const found = import.meta.glob<{ feature: Feature }>('../features/*/index.ts', { eager: true })

/** Every feature. */
export const features: Feature[] = Object.values(found).map((module) => module.feature)

/** Every route. */
export const routes: RouteRecordRaw[] = features.flatMap((feature) => feature.routes ?? [])

/** The screen of a stage at which nobody can work yet. */
export function stageScreen(stage: Exclude<Stage, 'ready'>): Component | undefined {
  return features.map((feature) => feature.stages?.[stage]).find((screen) => screen !== undefined)
}

/** A line of the left menu: an entry, or a parent with the entries it folds. */
export interface MenuLine extends Omit<MenuEntry, 'path'> {
  /** Missing for a parent. */
  path?: string
  children: MenuEntry[]
}

/** The left menu of a module: groups of lines, the foot last. `allowed` leaves out what the person may not see. */
export function menuOf(
  module: ModuleName,
  allowed: (entry: { permission?: MenuEntry['permission'] }) => boolean,
  from: Feature[] = features,
): { group: MenuEntry['group']; lines: MenuLine[] }[] {
  const here = (entry: { module?: ModuleName }) => (entry.module ?? '考务') === module
  const entries = from.flatMap((feature) => feature.menu ?? []).filter((entry) => here(entry) && allowed(entry))
  const parents = new Map(
    from.flatMap((feature) => feature.parents ?? []).filter(here).map((parent) => [parent.title, parent]),
  )
  const lines: MenuLine[] = entries
    .filter((entry) => entry.parent === undefined || !parents.has(entry.parent))
    .map((entry) => ({ ...entry, children: [] }))
  for (const parent of parents.values()) {
    const children = entries.filter((entry) => entry.parent === parent.title).sort((a, b) => a.order - b.order)
    if (children.length > 0) lines.push({ ...parent, children })
  }
  const rank = (group: MenuEntry['group']) => (group === 'bottom' ? Number.MAX_SAFE_INTEGER : group)
  const groups = [...new Set(lines.map((line) => line.group))].sort((a, b) => rank(a) - rank(b))
  return groups.map((group) => ({
    group,
    lines: lines.filter((line) => line.group === group).sort((a, b) => a.order - b.order),
  }))
}

/** The module of a path: that of its menu entry. */
export function moduleOf(path: string): ModuleName | undefined {
  const entry = features.flatMap((feature) => feature.menu ?? []).find((candidate) => candidate.path === path)
  return entry && (entry.module ?? '考务')
}

/** The entries of the account menu or the workspace switcher, in order. */
export function actionsOf(kind: 'account' | 'workspace'): MenuAction[] {
  return features.flatMap((feature) => feature[kind] ?? []).sort((a, b) => a.order - b.order)
}
