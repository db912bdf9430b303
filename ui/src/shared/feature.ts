/**
 * What a feature tells the frame of itself. `desktop/features/<name>/index.ts` exports `feature: Feature`
 * and the frame collects them: no shared list is edited, no feature imports another.
 */
import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { Permission, Stage } from '@/api/generated'

/** The modules of the title bar, in their order. */
export const modules = ['机构', '标准', '证书', '考务', '周报', '统计', '系统'] as const
/** A module of the title bar. */
export type ModuleName = (typeof modules)[number]

/** An entry of the left menu. */
export interface MenuEntry {
  /** The route it opens; also the key of its count (see `useCounts`). */
  path: string
  title: string
  /** Shown in the rail too. Entries below a parent need none. */
  icon?: Component
  /** 考务 unless said otherwise. */
  module?: ModuleName
  /** Entries of one group stand together, a line divides groups. `bottom` is the foot of the menu. */
  group: number | 'bottom'
  /** Place within the group. */
  order: number
  /** Title of the entry that folds this one in; such a parent needs no route of its own (`parents`). */
  parent?: string
  /** Not shown to those who lack it. */
  permission?: Permission
}

/** A folding entry of the left menu, such as 排考管理. Declaring it in several features is fine if they agree. */
export type MenuParent = Omit<MenuEntry, 'path' | 'parent'>

/** An entry of the account menu or of the workspace switcher. */
export interface MenuAction {
  title: string
  icon?: Component
  order: number
  /** A line above it. */
  divided?: boolean
  permission?: Permission
  /** What it does; a path opens that page. */
  run: string | (() => unknown)
}

/** What a feature tells the frame. */
export interface Feature {
  name: string
  routes?: RouteRecordRaw[]
  menu?: MenuEntry[]
  parents?: MenuParent[]
  /** Entries of the menu under the person's name. */
  account?: MenuAction[]
  /** Entries of the menu under the school's name. */
  workspace?: MenuAction[]
  /** Screens that fill the window while nobody can work yet. */
  stages?: Partial<Record<Exclude<Stage, 'ready'>, Component>>
  /** Called once when work can begin: to fill counts, to listen. */
  start?: () => void
}

declare module 'vue-router' {
  interface RouteMeta {
    /** Title of the page tab and of the window. */
    title?: string
    /** The page is refused to those who lack it. */
    permission?: Permission
    /** The menu path that is lit while this page is open; its own path if missing. */
    menu?: string
    /** The module that is lit, for pages without a menu entry. */
    module?: ModuleName
    /** False: the page is drawn anew each time its tab is chosen. */
    keepAlive?: boolean
    /** False: the tab cannot be closed (工作台). */
    closable?: boolean
  }
}
