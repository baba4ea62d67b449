#!/bin/sh
# 双击“在终端中运行”，或 sh 调度.sh：第一次装好运行环境（有 wheelhouse/ 时不联网），然后列出可做的事。
cd -- "$(dirname -- "$0")" || exit 2
fail() { printf '%s\n' "$1" >&2; printf '按回车关闭。' >&2; read -r _; exit 2; }
for python in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && found=$python && break
done
[ -n "${found:-}" ] || fail '需要 Python 3.11 或更新版本，请安装后再试。'
if ! [ -e .venv/.runtime ] || [ requirements.lock -nt .venv/.runtime ]; then
  echo '首次使用或依赖有变，正在准备运行环境（约一分钟）……'
  rm -rf .venv
  "$found" -m venv .venv || fail '无法建立 .venv：请确认本文件夹可写，并已安装 python3-venv。'
  [ -d wheelhouse ] && set -- --no-index --find-links wheelhouse || set --
  .venv/bin/python -m pip install -qq --no-input --disable-pip-version-check --require-hashes --only-binary :all: \
    "$@" -r requirements.lock || fail '依赖没有装全：请检查网络或 wheelhouse/ 后重试。'
  touch .venv/.runtime
fi
exec .venv/bin/python -m pipeline menu
