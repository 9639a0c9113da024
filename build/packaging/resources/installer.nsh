; What the Windows installer does beyond the template of electron-builder.
; The file is UTF-8; its texts are in Chinese, the only language of the installer.
;
;   youshao-setup-….exe /S               installs without a question
;   "Uninstall youshao.exe" /S           uninstalls without a question and keeps the ledger
;   … /S --delete-app-data               also removes the ledger, keys, backups and logs

!include WinVer.nsh
!include x64.nsh

!define SUPPORT_TITLE "邮哨 ${VERSION}"
!define SUPPORT_TEXT "只为您这个 Windows 用户安装，不需要管理员权限。$\r$\n$\r$\n\
需要 64 位的 Windows 10 或更新的系统。Windows 7、8 和 32 位 Windows 不支持。$\r$\n\
账本不能放在网络驱动器、网盘同步的文件夹或 U 盘里；备份可以。$\r$\n$\r$\n\
尚未验证：本程序的测试都在 Linux 上运行过；本安装程序和 Windows 版还没有在真实的 Windows 电脑上装过、用过，也没有代码签名。处理真实数据前请先用演示日试用，并做好备份。"

; Refused before anything is written. Silent: error code 2 and no box.
!macro refuse MESSAGE
  MessageBox MB_OK|MB_ICONSTOP "${MESSAGE}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

!macro preInit
  !ifndef BUILD_UNINSTALLER
    ${IfNot} ${AtLeastWin10}
      !insertmacro refuse "邮哨需要 Windows 10 或更新的系统，不能装在这台电脑上。"
    ${EndIf}
    ${IfNot} ${RunningX64}
      !insertmacro refuse "邮哨需要 64 位的 Windows，不能装在这台电脑上。"
    ${EndIf}
  !endif
!macroend

; `/allusers` would ask for an administrator.
!macro customInit
  ${If} $installMode == "all"
    !insertmacro refuse "邮哨只为当前用户安装，请去掉 /allusers 再运行。"
  ${EndIf}
!macroend

; No page that asks for whom: always for this person.
!macro customInstallMode
  StrCpy $isForceCurrentInstall "1"
!macroend

!macro customWelcomePage
  !define MUI_WELCOMEPAGE_TITLE "${SUPPORT_TITLE}"
  !define MUI_WELCOMEPAGE_TEXT "${SUPPORT_TEXT}"
  !insertmacro skipPageIfUpdated
  !insertmacro MUI_PAGE_WELCOME
!macroend

!macro customUnWelcomePage
  !define MUI_WELCOMEPAGE_TITLE "卸载邮哨"
  !define MUI_WELCOMEPAGE_TEXT "将移除程序和快捷方式。$\r$\n$\r$\n账本、钥匙、备份和日志默认保留在：$\r$\n$APPDATA\${APP_PACKAGE_NAME}$\r$\n$\r$\n重新安装后可以接着用。"
  !insertmacro MUI_UNPAGE_WELCOME
!macroend

; Asked only where a person sits in front of it; twice, since nothing brings a ledger back.
; An update runs this uninstaller too and keeps everything.
!macro customUnInstall
  ${IfNot} ${isUpdated}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "保留账本、钥匙、备份和日志吗？$\r$\n$\r$\n选“是”保留（推荐）。选“否”会再问一次，然后永久删除：$\r$\n$APPDATA\${APP_PACKAGE_NAME}" /SD IDYES IDYES youshao_kept
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "真的永久删除本机的账本、钥匙、备份和日志吗？删除后无法恢复，没有另存的备份就再也打不开。" /SD IDNO IDNO youshao_kept
    RMDir /r "$APPDATA\${APP_PACKAGE_NAME}"
    youshao_kept:
  ${EndIf}
!macroend
