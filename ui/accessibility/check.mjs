/**
 * Looks at every screen of the window with axe-core, in light and dark, as it is shown by Chromium.
 *
 * `node check.mjs '{ "browser", "first_run", "work", "password", "passphrase", "files": { "roster", "fresh" } }'`:
 * where Chromium is, the addresses of a bridge without a workspace and of one with a filled one, what signs in, a
 * roster with faults and a folder that doesn't exist yet. Ends with 1 when anything serious or critical was found,
 * or a screen was not looked at.
 *
 * For work on the look: `only` are the addresses to go to, `pictures` a folder for a picture of every look, `size`
 * (`"1920x1080"`) and `scale` (`1.25`) what display they are taken on, `axe: false` takes them alone.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import { exceptions } from './exceptions.mjs'
import { screens, stages } from './screens.mjs'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']
/** What depends on colours. Nothing else differs between light and dark, so the second look is at these alone. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']
/** How long a user would wait before calling it broken. */
const PATIENCE = 30_000

/** The display on which everything must have its place. */
const SMALLEST = '1366x768'

const wanted = JSON.parse(process.argv[2] ?? '{}')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const faults = []
const excepted = new Set()
let looks = 0

/** A display of `size` and `scale`, as the page sees it: a scaled one has fewer pixels for it. */
function displayOf(size = SMALLEST, scale = 1) {
  const [width, height] = size.split('x').map((side) => Math.round(Number(side) / scale))
  return { viewport: { width, height }, deviceScaleFactor: scale }
}

/** A page of the bridge at `address`. */
async function open(browser, address) {
  const context = await browser.newContext({
    ...displayOf(wanted.size, wanted.scale),
    locale: 'zh-CN',
    reducedMotion: 'reduce',
    colorScheme: 'light',
    // The bridge's server can leave a second connection waiting for the end of the first.
    extraHTTPHeaders: { connection: 'close' },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  const at = new Walk(page)
  page.on('pageerror', (error) => faults.push(`${at.name}: ${error.message}`))
  page.on('request', (request) => at.waiting.add(request))
  page.on('requestfinished', (request) => at.waiting.delete(request))
  page.on('requestfailed', (request) => at.waiting.delete(request))
  // For axe the system's font does as well, and the hundreds of files take longer than everything else.
  if (!wanted.pictures) await page.route('**/*.woff2', (route) => route.abort())
  await page.goto(address, { waitUntil: 'commit' })
  await page.waitForSelector('#app > *')
  await page.evaluate(axe)
  return at
}

/** What is done on a page, as a user does it: by the names that are read to them. */
class Walk {
  name = ''
  dark = false
  waiting = new Set()
  files = wanted.files
  password = wanted.password
  passphrase = wanted.passphrase
  /** What the new user is told to sign in with. */
  initial = ''

  constructor(page) {
    this.page = page
  }

  /** Where clicks go: the dialog that is open, else the page. */
  async place() {
    const dialog = this.page.locator('.el-overlay:visible').last()
    return (await dialog.count()) > 0 ? dialog : this.page.locator('main:visible')
  }

  async click(name, role = 'button') {
    const exact = typeof name === 'string'
    const found = (await this.place()).getByRole(role, { name, exact }).and(this.page.locator(':visible:not(:disabled)'))
    await found.first().click()
  }

  async clickOn(css, nth = 0) {
    await this.page.locator(css).and(this.page.locator(':visible')).nth(nth).click()
  }

  /** Clicks on what stands around the pages. */
  async frame(role, name) {
    await this.page.locator('.frame').getByRole(role, { name }).first().click()
  }

  async fill(label, text) {
    await (await this.place()).getByLabel(label, { exact: true }).and(this.page.locator('input:visible')).first().fill(text)
  }

  async type(text) {
    await this.calm()
    await this.page.keyboard.type(text)
  }

  async press(key) {
    await this.page.keyboard.press(key)
    await this.calm()
  }

  async sees(text) {
    await this.page.getByText(text).and(this.page.locator(':visible')).first().waitFor()
  }

  async go(path) {
    await this.page.evaluate((hash) => {
      location.hash = hash
    }, `#${path}`)
    await this.calm()
  }

  /** Waits until nothing is asked for, drawn or faded any more. */
  async calm() {
    const end = Date.now() + PATIENCE
    for (let quiet = 0; quiet < 2 && Date.now() < end; ) {
      await this.page.waitForTimeout(30)
      quiet = this.waiting.size === 0 && !(await this.page.evaluate(isBusy)) ? quiet + 1 : 0
    }
  }

  /** Closes the tab, so that its hidden menus and dialogs are not looked through again and again. */
  async leave() {
    await this.press('Control+w')
    const asked = this.page.locator('.el-overlay:visible .el-button--primary, .el-overlay:visible .el-button--danger')
    if ((await asked.count()) > 0) await asked.last().click()
  }

  /** Closes what is open above the page. */
  async close() {
    for (let tries = 0; tries < 3 && !(await this.page.evaluate(isClear)); tries += 1) {
      await this.press('Escape')
      // What Escape leaves open closes by a click beside it, here in the empty part of the title bar.
      if (!(await this.clears())) await this.page.mouse.click(this.page.viewportSize().width / 2, 20)
      await this.clears()
    }
    if (!(await this.page.evaluate(isClear))) faults.push(`${this.name}: does not close`)
  }

  /** Whether the page gets clear by itself: some popups wait a moment before they go. */
  async clears() {
    const waited = this.page.waitForFunction(isClear, undefined, { timeout: 1000 })
    return waited.then(() => true, () => false)
  }

  /** Looks at what is in front, in light and in dark. The page keeps the second colours for the next look. */
  async look(name, whole = false) {
    this.name = name
    await this.calm()
    const front = whole ? null : await this.page.evaluate(frontOf)
    await this.find(front, { type: 'tag', values: RULES })
    this.dark = !this.dark
    await this.page.emulateMedia({ colorScheme: this.dark ? 'dark' : 'light' })
    await this.page.waitForFunction((dark) => document.documentElement.classList.contains('dark') === dark, this.dark)
    await this.calm()
    await this.find(front, { type: 'rule', values: COLOUR_RULES })
  }

  async find(front, runOnly) {
    looks += 1
    const mode = this.dark ? 'dark' : 'light'
    if (wanted.pictures) {
      mkdirSync(wanted.pictures, { recursive: true })
      await this.page.screenshot({ path: `${wanted.pictures}/${this.name.replace(/[^\p{L}\p{N}]+/gu, '-')}-${mode}.png` })
    }
    if (wanted.axe === false) return
    const found = await this.page.evaluate(run, { front, runOnly })
    for (const one of found) {
      const fits = (other) => other.screen === this.name && other.rule === one.rule && one.target.includes(other.target)
      const exception = exceptions.find(fits)
      if (exception) excepted.add(exception)
      else faults.push(`${this.name}, ${mode}: ${one.rule} (${one.impact}) at ${one.target}\n    ${one.why}`)
    }
  }

  /** One step after another; a step that can't be done is a fault, and the next is tried. */
  async steps(where, list) {
    for (const [name, step] of Object.entries(list)) {
      this.name = `${where} › ${name}`
      try {
        await step(this)
        await this.look(this.name)
      } catch (error) {
        faults.push(saidOf(this.name, error))
      }
      if (where.startsWith('/')) await this.close()
    }
  }
}

/* What runs in the page. */

function isBusy() {
  const ends = (one) => one.effect?.getComputedTiming().iterations !== Infinity
  const waits = [...document.querySelectorAll('main [aria-busy=true], main .skeleton, main .thin')]
  return waits.some((one) => one.checkVisibility()) || document.getAnimations().some((one) => one.playState === 'running' && ends(one))
}

function isClear() {
  const covers = document.querySelectorAll('.el-overlay, .el-popper[role=menu], .el-popover, .el-dropdown__popper')
  return ![...covers].some((one) => one.checkVisibility())
}

function frontOf() {
  const isOver = [...document.querySelectorAll('.el-overlay')].some((one) => one.checkVisibility())
  return isOver ? '.el-overlay' : 'main, .el-popper'
}

async function run({ front, runOnly }) {
  const place = front === null ? document : [...document.querySelectorAll(front)].filter((one) => one.checkVisibility())
  const answer = await window.axe.run(place, { runOnly, resultTypes: ['violations'], preload: false, iframes: false })
  return answer.violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .flatMap((one) =>
      one.nodes.map((node) => ({
        rule: one.id,
        impact: one.impact,
        target: node.target.join(' '),
        why: `${one.help}: ${[...node.any, ...node.all, ...node.none].map((check) => check.message).join('; ')}: ${node.html.slice(0, 200)}`,
      })),
    )
}

function saidOf(name, error) {
  return `${name}: ${String(error.message).split('\n').slice(0, 4).join(' ')}`
}

/** Every address of the built page, asked of its router. */
function builtRoutes(page) {
  return page.evaluate(() => {
    const { $router } = document.querySelector('#app').__vue_app__.config.globalProperties
    return $router.getRoutes().filter((route) => !route.redirect).map((route) => route.path)
  })
}

/** Every address that a feature gives in its source: what was built must have them too. */
function writtenRoutes() {
  const folder = new URL('../src/desktop/features/', import.meta.url)
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const text = readFileSync(new URL(`${entry.name}/index.ts`, folder), 'utf8')
      const found = [...text.matchAll(/path: '(\/[^']*)'/g)].map((match) => match[1])
      if (found.length === 0) throw new Error(`the feature ${entry.name} names no address`)
      return found
    })
}

/** Opens `paths` one after another and looks at each and at what it opens. */
async function visit(at, paths) {
  for (const path of paths) {
    const screen = screens[path]
    at.name = path
    try {
      await at.go(screen.at ?? path)
      await at.sees(screen.shows)
      await at.look(path, screen.whole)
    } catch (error) {
      faults.push(saidOf(path, error))
    }
    await at.steps(path, screen.more ?? {})
    await at.leave()
  }
}

async function main() {
  const browser = await chromium.launch({ executablePath: wanted.browser, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  try {
    const at = await open(browser, wanted.work)
    await at.page.waitForSelector('main#page')
    const routes = [...new Set([...(await builtRoutes(at.page)), ...writtenRoutes()])]
    const missing = routes.filter((path) => !(path in screens))
    for (const path of missing) faults.push(`${path} is not looked at: it needs a line in ui/accessibility/screens.mjs`)
    for (const path of Object.keys(screens)) if (!routes.includes(path)) faults.push(`${path} in screens.mjs is no screen any more`)
    const paths = routes.filter((path) => path in screens && (!wanted.only || wanted.only.includes(path)))
    // Two at a time: one alone leaves a processor idle.
    const half = Math.ceil(paths.length / 2)
    const second = async () => {
      if (!wanted.only) await (await open(browser, wanted.first_run)).steps('stages', stages)
      await visit(await open(browser, wanted.work), paths.slice(half))
    }
    await Promise.all([visit(at, paths.slice(0, half)), second()])
  } finally {
    await browser.close()
  }
  const idle = exceptions.filter((one) => !excepted.has(one))
  if (!wanted.only) for (const one of idle) faults.push(`the exception of ${one.rule} on ${one.screen} is not needed any more`)
  for (const fault of faults) console.log(fault)
  console.log(`${looks} looks at ${Object.keys(screens).length} screens and what they open: ${faults.length} faults`)
  process.exitCode = faults.length === 0 ? 0 : 1
}

await main()
