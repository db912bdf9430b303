; Installer for Windows 10 and 11, per user, without administrator rights.
; Given on the command line: STAGE (folder of the files), VERSION, OUTPUT (the installer).
Unicode true
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true

!include "MUI2.nsh"

Name "考站"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Kaozhan"
InstallDirRegKey HKCU "Software\Kaozhan" "InstallDir"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "考站"
VIAddVersionKey "FileDescription" "考站 安装程序"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${STAGE}\kaozhan.ico"
!define MUI_UNICON "${STAGE}\kaozhan.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\kaozhan-desktop.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${STAGE}\LICENSE.txt"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Kaozhan"
!define WEBVIEW "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

Section
  SetOutPath "$INSTDIR"
  File "${STAGE}\kaozhan-desktop.exe"
  File "${STAGE}\WebView2Loader.dll"
  File "${STAGE}\LICENSE.txt"
  File "${STAGE}\kaozhan.ico"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS\考站"
  CreateShortcut "$SMPROGRAMS\考站\考站.lnk" "$INSTDIR\kaozhan-desktop.exe" "" "$INSTDIR\kaozhan.ico"
  CreateShortcut "$SMPROGRAMS\考站\卸载考站.lnk" "$INSTDIR\uninstall.exe"
  CreateShortcut "$DESKTOP\考站.lnk" "$INSTDIR\kaozhan-desktop.exe" "" "$INSTDIR\kaozhan.ico"
  WriteRegStr HKCU "Software\Kaozhan" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "考站"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\kaozhan.ico"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" "$\"$INSTDIR\uninstall.exe$\""
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

  ; The window is drawn by WebView2, which Windows 11 has and an old Windows 10 may lack.
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW}" "pv"
  StrCmp $0 "" 0 done
  ReadRegStr $0 HKCU "Software\${WEBVIEW}" "pv"
  StrCmp $0 "" 0 done
  MessageBox MB_OK|MB_ICONINFORMATION "这台电脑还没有 WebView2 运行时，考站的窗口要靠它显示。$\n$\n请在能上网的电脑上从微软网站下载“WebView2 Runtime”的离线安装包（Evergreen Standalone Installer，x64），拷到这台电脑安装后再打开考站。"
  done:
SectionEnd

; Workspaces are the person's own files and stay.
Section "Uninstall"
  Delete "$INSTDIR\kaozhan-desktop.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\kaozhan.ico"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\考站\考站.lnk"
  Delete "$SMPROGRAMS\考站\卸载考站.lnk"
  RMDir "$SMPROGRAMS\考站"
  Delete "$DESKTOP\考站.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Kaozhan"
SectionEnd
