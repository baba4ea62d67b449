@echo off
setlocal
chcp 65001 >nul
cd /d "%~dp0"
if not exist requirements.lock goto packed
set PYTHONUTF8=1
set "PY="
for %%v in (3.13 3.12 3.11) do if not defined PY py -%%v -c "" >nul 2>nul && set "PY=py -%%v"
if not defined PY python -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))" >nul 2>nul && set "PY=python"
if not defined PY goto nopython
fc /b requirements.lock .venv\.runtime >nul 2>nul && goto menu
type deploy\windows\preparing.txt
if exist .venv rmdir /s /q .venv
%PY% -m venv .venv || goto nopackages
set "FROM="
if exist wheelhouse set "FROM=--no-index --find-links wheelhouse"
.venv\Scripts\python.exe -m pip install -qq --no-input --disable-pip-version-check --require-hashes --only-binary :all: %FROM% -r requirements.lock || goto nopackages
copy /b /y requirements.lock .venv\.runtime >nul
:menu
.venv\Scripts\python.exe -m pipeline menu
goto end
:nopython
type deploy\windows\no-python.txt
pause
goto end
:nopackages
type deploy\windows\no-packages.txt
pause
goto end
:packed
echo 请先把压缩包全部解压到一个文件夹，再双击其中的 调度.cmd。
pause
:end
