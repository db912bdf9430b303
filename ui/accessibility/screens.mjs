/**
 * What is looked at: every screen, by the address its feature gives it, and what can be opened on it.
 *
 * A screen is `{ shows, more }`: `shows` is a text that stands on it once it has its data, `more` what is opened
 * there one after another, each by its name and what is done. A feature with a new address needs a line here.
 */

import { dirname } from 'node:path'

/** Every address of the window. */
export const screens = {
  '/home': {
    shows: '理论知识',
    // The frame around all pages is looked at here, with what it opens.
    whole: true,
    more: {
      账号菜单: (at) => at.frame('button', /的账号菜单/),
      工作区菜单: (at) => at.frame('button', /职业学院/),
      同步: (at) => at.frame('button', /本机保存/),
      搜索: async (at) => {
        await at.press('Control+k')
        await at.type('王')
        await at.sees('考生')
      },
      快捷键: (at) => at.press('?'),
      全部标签页: (at) => at.frame('button', '全部标签页'),
      计划的更多: (at) => at.click(/：更多$/),
    },
  },
  '/not-allowed': { shows: '没有权限' },
  '/:rest(.*)*': { at: '/nowhere', shows: '没有这一页' },

  '/import': {
    shows: '的表格拖到这里',
    more: {
      考场信息: (at) => at.go('/import?kind=rooms'),
      核对: async (at) => {
        await at.go('/import?kind=roster')
        await at.fill('文件', at.files.roster)
        await at.click('下一步')
        await at.sees('已核对')
      },
      改一格: async (at) => {
        await at.press('F8')
        await at.press('Enter')
      },
      下载问题行: async (at) => {
        await at.press('Escape')
        await at.click('下载问题行')
      },
    },
  },
  '/import/records': { shows: '.xlsx', more: { 失败数据: (at) => at.click('下载失败数据') } },

  '/plans': {
    shows: '2026年上半年',
    more: {
      新建: (at) => at.click('新建考试计划'),
      编辑: (at) => at.click('编辑'),
      详情: (at) => at.click('查看'),
    },
  },
  '/subjects': {
    shows: '理论知识',
    more: {
      新增: (at) => at.click('新增科目'),
      新增证书: async (at) => {
        await at.click('新增科目')
        await at.click('新增证书')
      },
      编辑: (at) => at.click('编辑'),
      更多条件: (at) => at.click('展开'),
    },
  },
  '/candidates': {
    shows: '共 ',
    more: {
      更多条件: (at) => at.click('展开'),
      新增: (at) => at.click('新增'),
      显示的列: (at) => at.click('显示的列'),
      导出与模板: (at) => at.click('批量导出'),
      导出: async (at) => {
        await at.click('批量导出')
        await at.clickOn('.el-dropdown-menu__item:has-text("导出全部")')
      },
      导入: (at) => at.click('批量导入'),
      一行的更多操作: (at) => at.click(/的更多操作$/),
      批量修改: async (at) => {
        await at.clickOn('.kz-tick [role=checkbox], .kz-tick input', 1)
        await at.click('批量修改')
      },
      批量认证: async (at) => {
        await at.click('批量认证')
        await at.sees(/申请认证|没有可以认证的考生/)
      },
      批量删除: async (at) => {
        await at.click('批量删除学生信息')
        await at.sees(/您确定要删除|没有可以删除的考生/)
      },
      详情: async (at) => {
        await at.clickOn('.el-table__row button.name')
        await at.sees('报考与座位')
      },
      查看规则: (at) => at.click('查看规则'),
      裁剪: async (at) => {
        await at.click('裁剪')
        await at.sees('裁剪照片：')
      },
      更换照片: async (at) => {
        await at.click('更换')
        await at.sees('选择照片：')
      },
      完整号码: (at) => at.click('显示'),
      编辑: async (at) => {
        await at.click('编辑')
        await at.sees('所属院校')
      },
      报考与座位: (at) => at.click(/^报考与座位/, 'tab'),
      变更记录: (at) => at.click(/^变更记录/, 'tab'),
      无照片: (at) => at.click(/^无照片/, 'tab'),
      社会考生: (at) => at.clickOn('.heading button', 1),
    },
  },
  '/photos': {
    shows: '共 ',
    more: {
      上传一张: (at) => at.click('上传照片'),
      一人的照片: async (at) => {
        await at.go('/photos?tab=missing')
        await at.clickOn('.el-table__row .kz-link')
        await at.sees('选择照片：')
      },
      导入: async (at) => {
        await at.go('/photos?tab=import')
        await at.sees('zip')
      },
      未通过: async (at) => {
        await at.go('/photos?tab=refused')
        await at.sees('图片只在导入后本次登录期间可以查看')
      },
      下载失败数据: (at) => at.click('下载失败数据'),
      相同照片: async (at) => {
        await at.go('/photos?tab=alike')
        await at.sees('相同')
      },
    },
  },
  '/sites': {
    shows: '校区',
    more: { 新增: (at) => at.click('新增考核站点'), 编辑: (at) => at.click('编辑') },
  },
  '/rooms': {
    shows: '共 44 间',
    more: {
      更多条件: (at) => at.click('展开'),
      导出: (at) => at.click('导出'),
      沿用: (at) => at.click('沿用以前的考场'),
      详情: (at) => at.click('查看'),
    },
  },
  '/rooms/edit': {
    shows: '讲台',
    more: {
      离开: async (at) => {
        await at.click('第 1 列加一座')
        await at.press('Control+w')
        await at.sees('还没有保存')
      },
    },
  },
  '/registrations': {
    shows: '共 ',
    more: {
      更多条件: (at) => at.click('展开'),
      导出: (at) => at.click('导出'),
      标记缴费: async (at) => {
        await at.clickOn('.kz-tick [role=checkbox], .kz-tick input', 1)
        await at.click('标记已缴费')
        await at.sees('标记缴费')
      },
      详情: (at) => at.click('查看'),
    },
  },
  '/registrations/add': { shows: '考试计划' },

  '/invigilators': {
    shows: '陶然',
    more: {
      新增: (at) => at.click('新增监考人员'),
      导出: (at) => at.click('导出'),
      认证: async (at) => {
        await at.clickOn('.kz-tick [role=checkbox], .kz-tick input', 1)
        await at.click('标记已认证')
      },
      删除: async (at) => {
        await at.click('删除')
        await at.sees('您确定要删除')
      },
      详情: (at) => at.clickOn('.el-table__row .kz-name, .el-table__row b, .el-table__row td:nth-child(2)'),
      完整号码: (at) => at.click('显示'),
    },
  },
  '/rota': {
    shows: '需要 ',
    more: {
      自动编排的结果: async (at) => {
        await at.clickOn('.el-radio:has-text("包括未认证")')
        await at.click('自动编排')
        await at.sees('还没有采用')
      },
      监考次数: (at) => at.click(/^监考次数/, 'tab'),
      采用: async (at) => {
        await at.click('采用')
        await at.sees('采用这次编排')
      },
      缺人与冲突: async (at) => {
        await at.click('放弃')
        await at.click(/^缺人与冲突/, 'tab')
      },
      一个考场: (at) => at.clickOn('main td button'),
    },
  },
  '/seating': {
    shows: '重新排座',
    more: {
      试算: (at) => at.click('试算'),
      重新排座: async (at) => {
        await at.click('重新排座')
        await at.sees('重新排座会改动现有座位')
      },
      一个座位: (at) => at.clickOn('button.seat'),
      取消座位: async (at) => {
        await at.click('取消座位')
        await at.sees('您确定要取消')
      },
      名单: (at) => at.clickOn('.el-segmented__item:has-text("名单")'),
      临时变更: (at) => at.clickOn('.el-segmented__item:has-text("临时变更")'),
      导出: (at) => at.click('导出'),
    },
  },
  '/seating/details': {
    shows: '共 ',
    more: { 更多条件: (at) => at.click('展开'), 导出: (at) => at.click('导出排考明细') },
  },
  '/print': {
    shows: '准考证',
    more: {
      校准: (at) => at.click('校准'),
      抬头: (at) => at.click('编辑'),
      补印: (at) => at.click('补印一名考生'),
      扫码: (at) => at.click('扫码查验是否有效'),
      生成结果: async (at) => {
        await at.click('全不选')
        await at.clickOn('.rooms button.room')
        await at.fill('保存到', dirname(at.files.fresh))
        await at.click(/^生成/)
        await at.sees('生成结果')
      },
    },
  },
  '/attendance': {
    shows: '到考',
    more: {
      一名考生: (at) => at.clickOn('button.seat'),
      违纪: (at) => at.click('违纪、换座、迟到分钟…'),
      其余到考: async (at) => {
        await at.click(/^其余/)
        await at.sees('请确认')
      },
      名单: (at) => at.click('名单与记录表'),
    },
  },

  '/accounts': {
    shows: '周敏',
    more: {
      新增: (at) => at.click('新增用户'),
      更多操作: (at) => at.click(/的更多操作$/),
      详情: (at) => at.click('周敏'),
    },
  },
  '/audit': {
    shows: '排考',
    whole: true,
    more: { 导出: (at) => at.click('导出'), 详情: (at) => at.clickOn('.el-table__row') },
  },
  '/backup': {
    shows: '立即备份',
    more: {
      已备份: async (at) => {
        await at.fill('备份到', `${at.files.fresh}.kzbak`)
        await at.click('立即备份')
        await at.sees('.kzbak，')
      },
      恢复: (at) => at.click('从备份恢复…'),
      恢复时的口令: async (at) => {
        await at.fill('备份文件', `${at.files.fresh}.kzbak`)
        await at.click('下一步')
        await at.sees('备份时的工作区口令')
      },
      恢复到: async (at) => {
        await at.fill('备份时的工作区口令', at.passphrase)
        await at.click('验证')
        await at.sees('备份完整')
      },
    },
  },
  '/check': {
    shows: '开始检查',
    more: {
      结果: async (at) => {
        await at.click('开始检查')
        await at.sees('数据完好')
      },
    },
  },
  '/storage': { shows: '照片' },
  '/settings': {
    shows: '自动锁定',
    more: {
      更换恢复码: async (at) => {
        await at.click('更换恢复码…')
        await at.sees('现在的恢复码将失效')
      },
      修改口令: (at) => at.click('修改口令…'),
    },
  },
  '/about': { shows: '版本' },
  '/manual': { shows: '工作台', more: { 排座: (at) => at.click('排座') } },
  '/account/profile': { shows: '动态码', more: { 开启动态码: (at) => at.click('开启动态码…') } },
  '/account/password': { shows: '密码' },
}

/** The screens around work, in the order in which they come: first run, lock, login, opening. */
export const stages = {
  学校: (at) => at.sees('建立工作区'),
  打开已有的工作区: (at) => at.click('打开已有的工作区…'),
  从备份恢复: async (at) => {
    await at.click('返回')
    await at.click('从备份恢复…')
  },
  负责人: async (at) => {
    await at.click('取消')
    await at.fill('学校名称', '某某职业学院')
    await at.click('下一步')
    await at.sees('登录密码')
  },
  密码太弱: (at) => at.fill('登录密码', '123'),
  口令: async (at) => {
    await at.fill('姓名', '周敏')
    await at.fill('手机号', '13800000000')
    await at.fill('账号', 'zhoumin')
    await at.fill('登录密码', at.password)
    await at.fill('确认密码', at.password)
    await at.click('下一步')
    await at.sees('工作区口令')
  },
  恢复码: async (at) => {
    await at.fill('工作区口令', at.passphrase)
    await at.fill('确认口令', at.passphrase)
    await at.click('更改…')
    await at.fill('保存到', at.files.fresh)
    await at.click('建立工作区')
    await at.sees('我已抄下或打印恢复码')
  },
  空的工作台: async (at) => {
    await at.clickOn('.el-checkbox')
    await at.click('开始使用')
    await at.sees('工作台')
  },
  新增用户: async (at) => {
    await at.go('/accounts')
    await at.click('新增用户')
    await at.fill('账号', 'luhao')
    await at.fill('姓名', '陆昊')
  },
  初始密码: async (at) => {
    await at.click('保存')
    await at.sees('请当面告诉使用人')
    at.initial = await at.page.locator('.el-dialog:visible dd').last().innerText()
  },
  别人的账号: async (at) => {
    await at.click('完成')
    await at.calm()
    await at.click('陆昊')
    await at.sees('重置绑定信息')
  },
  停用: (at) => at.click('停用'),
  锁定: async (at) => {
    await at.click('取消')
    await at.calm()
    await at.frame('button', /的账号菜单/)
    await at.clickOn('.el-dropdown-menu__item:has-text("锁定")')
    await at.sees('已锁定')
  },
  登录: async (at) => {
    await at.click('换一个账号登录')
    await at.sees('连续 5 次输错密码')
  },
  首次登录: async (at) => {
    await at.fill('账号', 'luhao')
    await at.fill('密码', at.initial)
    await at.click('登录')
    await at.sees('首次登录须填写')
  },
  密码不对: async (at) => {
    await at.click('返回登录')
    await at.fill('账号', 'zhoumin')
    await at.fill('密码', 'Nobody-2026')
    await at.click('登录')
    await at.sees('再输错')
  },
  用恢复码启用账号: (at) => at.click('账号停用或忘记密码'),
  打开工作区: async (at) => {
    await at.click('返回登录')
    await at.click('切换工作区')
    await at.sees('打开工作区')
  },
  用恢复码打开: (at) => at.click('忘记口令，用恢复码打开'),
  打开其他: (at) => at.click('打开其他…'),
}
