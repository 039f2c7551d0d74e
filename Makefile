# Each target does its own set-up on a clean Debian 12, as root or with sudo. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test lint bench long-test gpiod2-check vm-test clean
SWIFT_RELEASE := swift build -c release --static-swift-stdlib

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## a whole simulated hall, with a live view; SECONDS=30 ends by itself
	@.ci/setup demo
	@$(SWIFT_RELEASE) --product halld && $(SWIFT_RELEASE) --product hallctl && $(SWIFT_RELEASE) --product hallsim
	@packaging/demo $(SECONDS)

lint: ## format, imports
	@swift format lint --strict --recursive Sources Tests Package.swift
	@.ci/check-imports

test: ## everything CI runs
	@.ci/setup test
	@$(MAKE) --no-print-directory lint
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

clean: ## removes what was built
	@rm -rf .build .demo
