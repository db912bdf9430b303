/** What the build imports by itself from Element Plus, together with its styles. */
import type {
  ElLoading as Loading,
  ElMessage as Message,
  ElMessageBox as MessageBox,
  ElNotification as Notification,
} from 'element-plus'

declare global {
  const ElMessage: typeof Message
  const ElMessageBox: typeof MessageBox
  const ElNotification: typeof Notification
  const ElLoading: typeof Loading
}
