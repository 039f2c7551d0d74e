# Each target does its own set-up on a clean Debian 12, as root or with sudo. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test lint bench long-test gpiod2-check vm-test package-check release install deb clean
SWIFT_RELEASE := swift build -c release --static-swift-stdlib

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## a whole simulated hall, with a live view; SECONDS=30 ends by itself
	@.ci/setup demo
	@$(MAKE) --no-print-directory release
	@packaging/demo $(SECONDS)

lint: ## format, imports
	@swift format lint --strict --recursive Sources Tests Package.swift
	@.ci/check-imports

package-check: ## units, rules, man pages, maintainer scripts
	@.ci/setup test
	@.ci/check-package

test: ## everything CI runs
	@.ci/setup test
	@$(MAKE) --no-print-directory lint
	@.ci/check-package
	@.ci/check-gpiod2
	@swift build --build-tests
	@HALLD_PEERS="$(CURDIR)/.build/peers/bin/python" .ci/run-tests

gpiod2-check: ## the GPIO shim also with libgpiod 2 (Debian 13), whose sources it fetches
	@.ci/setup test
	@.ci/check-gpiod2

vm-test: ## the package on Debian under emulation: systemd, udev, GPIO, USB, power cuts
	@.ci/setup machine
	@Tests/Machine/run

long-test: ## hours: 1000 kills, long property runs
	@.ci/setup test
	@swift build --build-tests
	@HALLD_LONG=1 HALLD_PEERS="$(CURDIR)/.build/peers/bin/python" .ci/run-tests

bench: ## the benchmark table
	@.ci/setup bench
	@$(SWIFT_RELEASE)
	@Benchmarks/run
	@Benchmarks/hostile
	@Benchmarks/bus
	@Benchmarks/report
	@Benchmarks/queue

release: # what is installed
	@.ci/setup build
	@$(SWIFT_RELEASE) --product halld && $(SWIFT_RELEASE) --product hallctl && $(SWIFT_RELEASE) --product hallsim

install: release ## programs, units, rules, profiles, man pages; DESTDIR= PREFIX=/usr UNITDIR= UDEVDIR=
	@.ci/setup install
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" UNITDIR="$(UNITDIR)" UDEVDIR="$(UDEVDIR)" packaging/install .build/release

deb: release ## dist/halld_<version>_<arch>.deb, which installs with apt
	@.ci/setup deb
	@packaging/deb .build/release

clean: ## removes what was built
	@rm -rf .build .demo dist
