/** What needs the login password anew: asks for it when the program says so, and goes on. */
import { AppError, call } from '@/api/call'

/**
 * Runs `work`; when it needs the password to have been given a short while ago, asks for it and runs
 * `work` again. Gives null when the user steps back.
 */
export async function withProof<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (thrown) {
    if (AppError.from(thrown).code !== 'reauthentication_needed') throw thrown
  }
  return (await askPassword()) ? work() : null
}

/** Asks for the own login password until it is right; false when the user steps back. */
export async function askPassword(): Promise<boolean> {
  return ElMessageBox.prompt('这一步须先确认身份，请输入登录密码。5 分钟内不再询问。', '确认身份', {
    inputType: 'password',
    inputPlaceholder: '登录密码',
    confirmButtonText: '确认',
    cancelButtonText: '取消',
    inputValidator: (text) => (text ?? '') !== '' || '请输入登录密码',
    beforeClose: (action, box, done) => {
      if (action !== 'confirm') return done()
      box.confirmButtonLoading = true
      call('session.reauthenticate', { password: box.inputValue })
        .then(() => done())
        .catch((thrown) => {
          const error = AppError.from(thrown)
          if (error.endsSession || error.code === 'account_disabled') return done()
          box.editorErrorMessage = [error.message, error.hint].filter(Boolean).join('；')
        })
        .finally(() => (box.confirmButtonLoading = false))
    },
  }).then(
    () => true,
    () => false,
  )
}
