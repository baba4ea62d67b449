# 第一次使用时按锁文件建好 .venv，此后不再联网；除 make 和 Python 3.11+ 外什么都不需要。
PYTHON ?= python3
PERIOD ?=
INPUT  ?= input
OUTPUT ?= output
ARGS   ?=
NAME   ?=
PROJECT ?=
DATE   ?=
REASON ?=
FIGURE ?= 年度投资完成率

# 文件目录里的每一段是一种文件，也是一个目标：make bulletin。
DOCUMENTS := $(shell sed -n 's/^\[\([a-z][a-z-]*\)\].*/\1/p' templates/catalogue.toml)

VENV := .venv
RUN  := $(VENV)/bin/python
PIP  := $(RUN) -m pip install -qq --no-input --disable-pip-version-check --require-hashes --only-binary :all: \
        $(if $(wildcard wheelhouse),--no-index --find-links wheelhouse)
SAY  := printf '%s\n'
MAKEFLAGS += --no-builtin-rules --no-print-directory
TEST := env -u PYTHONDONTWRITEBYTECODE $(RUN) -m pytest -q -n auto --dist loadfile --no-loadscope-reorder # 编译过的留着，不必每次启动重来

.PHONY: help monthly weekly $(DOCUMENTS) page issue void explain register verify check diff due forms alias schedule kit kit-test test slow reliability style docs bench lock clean pdf lint template

help: ## 显示本帮助
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' Makefile
	@$(SAY) '' '单独出一种文件：'
	@awk -F '"' '/^\[[a-z-]+\]/{key = $$0; gsub(/[][]/, "", key)} /^name = /{printf "make %-18s %s\n", key, $$2}' templates/catalogue.toml
	@$(SAY) '' '可加：PERIOD=2026-05（默认最新一期）  INPUT=input  OUTPUT=output  ARGS=--draft（出草稿）'

monthly: ## 生成每月的全部文件：office.toml 中启用的
weekly: ## 生成每周的全部文件：office.toml 中启用的
check: ## 只读入、清洗、核查，不出文
diff: ## 对比最近两次运行：改了什么、哪些指标因此变动
explain: $(VENV)/.runtime ## 从一个数追到单元格：make explain FIGURE="城关街道.年度投资完成率"
	@$(RUN) -m pipeline $@ "$(FIGURE)" $(if $(PERIOD),--period "$(PERIOD)") --input "$(INPUT)" --output "$(OUTPUT)" $(ARGS)

due: ## 按日历列出该做什么；ARGS=--make 则做出来
forms: ## 生成下一期的空白表
alias: ## 列出不认识的名称，或记下一个写法
pdf: ## 把一期的全部 .docx 转成 PDF
due: $(VENV)/.runtime
	@$(RUN) -m pipeline $@ --input "$(INPUT)" --output "$(OUTPUT)" $(ARGS)

monthly weekly $(DOCUMENTS) check diff forms alias pdf: $(VENV)/.runtime
	@$(RUN) -m pipeline $@ $(if $(PERIOD),--period "$(PERIOD)") --input "$(INPUT)" --output "$(OUTPUT)" $(ARGS)

page: $(VENV)/.runtime ## 一个项目的一页纸：make page PROJECT="项目名称"
	@$(RUN) -m pipeline project-page --only "$(PROJECT)" $(if $(PERIOD),--period "$(PERIOD)") --input "$(INPUT)" --output "$(OUTPUT)" $(ARGS)

issue: $(VENV)/.runtime ## 印发：make issue NAME=调度通报 DATE=2026-06-08
	@$(RUN) -m pipeline issue "$(NAME)" --date "$(DATE)" $(if $(PERIOD),--period "$(PERIOD)") --input "$(INPUT)" --output "$(OUTPUT)" $(ARGS)

void: $(VENV)/.runtime ## 作废：make void NAME=调度通报 REASON=数据有误
	@$(RUN) -m pipeline void "$(NAME)" --reason "$(REASON)" $(if $(PERIOD),--period "$(PERIOD)") --input "$(INPUT)" --output "$(OUTPUT)" $(ARGS)

template: $(VENV)/.runtime ## 检查改过的模板：make template NAME=调度通报（或 .docx 的路径）
	@$(RUN) -m pipeline template "$(NAME)" --check $(ARGS)

register: ## 文号登记簿，一个文号一行
verify: ## 重新计算全部校验值，查有无被改动
register verify: $(VENV)/.runtime
	@$(RUN) -m pipeline $@ --input "$(INPUT)" --output "$(OUTPUT)" $(ARGS)

lint: $(VENV)/.runtime ## 按 GB/T 9704 检查 .docx：make lint NAME=通知.docx ARGS=--render
	@$(RUN) -m pipeline lint $(if $(NAME),"$(NAME)") --input "$(INPUT)" $(ARGS)

schedule: $(VENV)/.runtime ## 备好每天运行一次的定时任务；ARGS=--install 则为本用户装上
	@$(RUN) -m deploy.schedule --input "$(INPUT)" --output "$(OUTPUT)" $(ARGS)

kit: $(VENV)/.dev ## 打一个不联网也能装的包，放在 dist/（ARGS="--machine linux-x86_64 --python 3.11" 只为一种机器）
	@$(RUN) -m deploy.kit $(ARGS)

kit-test: $(VENV)/.dev ## 把 dist/ 中的包在断网环境里装好、出一次通报（只在 Linux 上，约两分钟）
	@$(RUN) -m tests.deploy.offline

test: $(VENV)/.dev ## 运行测试
	@$(TEST) -m "not slow" $(ARGS)

slow: $(VENV)/.dev ## 运行较慢的测试：各模板各种大小的版面、六百行的月份等
	@$(TEST) -m slow $(ARGS)

reliability: $(VENV)/.dev ## 可靠性全量实测（约二十分钟），结果写入 docs/reliability.md；ARGS=取号 只做一项
	@$(RUN) -m tests.reliability $(ARGS)

style: $(VENV)/.dev ## 检查代码风格与类型
	@$(RUN) -m ruff check
	@$(RUN) -m ruff format --check
	@$(RUN) -m mypy --no-error-summary

docs: $(VENV)/.dev ## 重新生成 docs/ 中的字典
	@$(RUN) docs/make.py

bench: $(VENV)/.dev ## 测速：与常见做法同场比较
	@$(RUN) -m bench.month
	@$(RUN) -m bench.intake
	@$(RUN) -m bench.engine
	@$(RUN) -m bench.cold
	@$(RUN) -m bench.scale

lock: ## 改动 pyproject.toml 后重新锁定依赖（ARGS=--upgrade 全部升级）
	@tool=$$(mktemp -d) && trap 'rm -rf "$$tool"' EXIT && $(PYTHON) -m venv "$$tool" \
	  && "$$tool/bin/python" -m pip install -qq uv \
	  && lock() { "$$tool/bin/uv" pip compile -q --universal --python-version 3.11 --fork-strategy fewest \
	       --generate-hashes --no-header $(ARGS) "$$@"; } \
	  && lock pyproject.toml -o requirements.lock \
	  && lock --group dev -c requirements.lock -o requirements-dev.lock

clean: ## 删除各期产出（台账 ledger.sqlite 和 印发/ 永远保留）
	@rm -rf -- "$(OUTPUT)"/[0-9][0-9][0-9][0-9]-[0-9][0-9] "$(OUTPUT)"/[0-9][0-9][0-9][0-9]-W[0-9][0-9]

# 先删后建，中途断掉的环境下次重来；解释器不在了也重来。
$(VENV)/.runtime: requirements.lock $(RUN)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { $(SAY) '需要 Python 3.11 或更新版本，请安装后再试，或用 make PYTHON=解释器路径 指定。' >&2; exit 1; }
	@$(SAY) '首次使用或依赖有变，正在准备运行环境（约一分钟）……' >&2
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
	  || { $(SAY) '无法建立 $(VENV)：请确认本目录可写，并已安装 python3-venv。' >&2; exit 1; }
	@$(PIP) -r $< || { $(SAY) '依赖没有装全：请检查网络或 wheelhouse/ 后重试。' >&2; exit 1; }
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@$(SAY) '正在准备测试与检查工具……' >&2
	@$(PIP) -r $< || { $(SAY) '测试工具没有装全：请检查网络或 wheelhouse/ 后重试。' >&2; exit 1; }
	@touch $@

$(RUN): ;
