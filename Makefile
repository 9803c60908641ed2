# Cap Zéro. "make" alone lists what can be done.

# Where `make run` answers.
LISTEN ?= localhost:8080
# Where `make run` keeps its invented city.
DATA ?= data
# How long each fuzz target runs in `make fuzz`.
FUZZTIME ?= 30s

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
NPM_STAMP := node_modules/.installed
# Where goroutines meet: these are tested with the race detector, the others
# without.
CONCURRENT := ./internal/footprint/... ./internal/app/... ./internal/db/... ./internal/challenge/... ./internal/web/... ./publicodes/...
# What takes long there and is one goroutine: tested without the detector, but in
# `make soak`.
ALONE := ^TestActionSaving|^TestAskingWhatNarrowsMost|^TestTheOpeningIsWorth|^TestASavingIsTheDifference|^TestAMissionIsTheDifference
ALONE := $(ALONE)|^TestNothingShown|^TestRandomHouseholdsAre|^TestNextBestNarrows|^TestPartsAddUp|^TestAMissionNever|^TestTheSpreads
ALONE := $(ALONE)|^TestEveryRouteForEveryRole|^TestAnyUsableModel|^TestOwnModelsAreChecked|^TestDemo$$|^TestEveryQuestionOfTheForm|^TestAPublishedIdea
ALONE := $(ALONE)|^TestHostileModels|^TestLargeModels|^TestSumsOfALife|^TestNobodyIsRanked|^TestNoFigureTells|^TestNoEvolution|^TestEveryFigureSays|^TestEveryStateOfEveryPage

# What keeps records is tested once more on PostgreSQL, but for what only computes,
# what only reads the tree, and what runs on both engines by itself.
RECORDS := ./test ./internal/household ./internal/challenge ./internal/account ./internal/notify ./internal/footprint ./internal/demo ./internal/app ./internal/erasure
COMPUTES := Reference$$|^TestModel|Incremental|Lanes|Allocated|^TestExplanations|^TestAllowed|^TestDemo$$|^TestOwnModels|^TestActionSaving|^TestAnActionIsWorth|^TestTheOpeningIsWorth|^TestAskingWhatNarrows|^TestASavingIsTheDifference|^TestAMissionIsTheDifference
READS := ^TestEveryLanguage|^TestEveryText|^TestEveryPackage|^TestEveryQuestion|^TestNoText|^TestPlaceholders|^TestPlurals|^TestLinks|^TestTheRegister|^TestTheImpact|^TestArchitecture|^TestReadme|^TestNotice|^TestImports|^TestPublicodes|^TestAssets
ON_BOTH := ^TestRestoreDoesNot|^TestBackupUnder|^TestDiskFull|^TestUpgradeLoses|^TestErasureLeaves|^TestErasedWhile|^TestAHeavyHousehold|^TestTwoAdultsErase|^TestWhatIsWritten|^TestEveryRuleIsCarried|^TestAnUnusedAccount|^TestLooksGo|^TestRequestsAre|^TestWhatIsAllowed|^TestOldAnswersAre|^TestRunAnswers|^TestSignInReveals

# What takes longest begins first, so that no core waits for it at the end.
LONGEST := ./test ./test/browser
WITHIN := -timeout 40m

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## a living city with invented households at http://localhost:8080
	@bin/capzero demo --data "$(DATA)"
	@printf '\n  Open  http://%s  in a browser. Control-C stops.\n\n' "$(LISTEN)"
	@exec bin/capzero serve --listen "$(LISTEN)" --data "$(DATA)"

.PHONY: build
build: generate ## bin/capzero, the whole program in one file
	@mkdir -p bin
	go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/capzero ./cmd/capzero

.PHONY: generate
generate: $(NPM_STAMP) ## fetch the carbon model, write the generated Go and the assets
	@go run ./models/internal/generate
	@go tool templ generate -path internal/web -log-level warn
	@go run ./internal/web/static/bundle

# npm itself: only when the pinned packages change. Their install scripts are
# not run.
$(NPM_STAMP): package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: test
test: tools check ## everything that must hold, in about half an hour on two cores
	@go run ./test/count $(WITHIN) $(LONGEST) $$(go list ./... | grep -vxF "$$(go list $(CONCURRENT))") -- \
	  $(WITHIN) -race -skip '$(ALONE)' $(CONCURRENT) -- \
	  $(WITHIN) -run '$(ALONE)' ./internal/footprint ./internal/app ./publicodes ./internal/challenge ./internal/web -- \
	  CAPZERO_TEST_DATABASE=postgres $(WITHIN) -skip '$(COMPUTES)|$(READS)|$(ON_BOTH)' $(RECORDS)

.PHONY: check
check: generate ## formatting, go vet and staticcheck
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	  test -z "$$unformatted" || { echo "not formatted, run make fmt: $$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...

.PHONY: fmt
fmt: ## format Go and templ files
	gofmt -w $$(git ls-files '*.go')
	go tool templ fmt internal/web

.PHONY: bench
bench: tools generate ## measure speed and memory beside the npm engine, into docs/benchmarks.md
	go run ./test/bench -write docs/benchmarks.md

.PHONY: register
register: ## write docs/register.md from the purposes of the program
	go test ./test -run '^TestTheRegisterIsWritten$$' -update

.PHONY: study
study: generate ## choose the opening questions again, into docs/questions.md
	go test ./internal/footprint -run '^TestStudy$$' -study -timeout 60m

.PHONY: orders
orders: generate ## compare which question comes next, into docs/orders.md
	go test ./internal/footprint -run '^TestStudyOfOrders$$' -study -timeout 60m

.PHONY: findings
findings: generate ## check the models, into docs/model-findings.md
	go run ./test/findings -write docs/model-findings.md

.PHONY: priors
priors: generate ## list what is known of the answers, into docs/priors.md
	go run ./test/priors -write docs/priors.md

.PHONY: actions
actions: ## list what a household can change, into docs/actions.md
	go run ./test/actionlist -write docs/actions.md

.PHONY: missions
missions: generate ## list what people do for a week and what it is worth, into docs/missions.md
	go test ./internal/footprint -run '^TestThePageOfMissionsIsTrue$$' -missions

.PHONY: soak
soak: tools generate ## the same tests at full size and with the race detector everywhere
	CAPZERO_SOAK=1 go test -race -timeout 120m ./...

.PHONY: fuzz
fuzz: generate ## try to break every parser, FUZZTIME each
	@for package in $$(go list ./...); do \
	  for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    echo "$$package $$target"; \
	    go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
	  done; \
	done

# What the tests need beside Go and Node: a browser (without a window: it takes a
# third less time than the whole one, which does as well), a C compiler for the race
# detector, and the programs of PostgreSQL, of which the tests start their own
# servers. As root on Debian they are installed; elsewhere we say so.
.PHONY: tools
tools:
	@missing=; apt=; test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt=yes; \
	  command -v chromium-headless-shell >/dev/null \
	    || { test -z "$$apt" && { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null; } \
	    || missing="chromium-headless-shell"; \
	  command -v "$$(go env CC)" >/dev/null || missing="$$missing gcc libc6-dev"; \
	  command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	  test -n "$$missing" || exit 0; \
	  if test -n "$$apt"; then \
	    : "the package is not to start a server of its own"; \
	    mkdir -p /etc/postgresql-common/createcluster.d && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/capzero.conf; \
	    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing fonts-liberation; \
	  else \
	    echo "the tests need: $$missing (on Debian: sudo apt-get install $$missing)"; exit 1; \
	  fi

.PHONY: clean
clean: ## remove what was built and fetched, keep the data
	rm -rf bin node_modules
	git clean -fdXq models internal
