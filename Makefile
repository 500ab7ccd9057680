# Two commands: `make run` shows the product, `make test` proves it. Both install what is missing first.
.PHONY: help run test test-fast check supply sbom deps screenshots second-opinion soak clean-var

help:
	@echo "make run          build, load demo data, serve on http://127.0.0.1:8080"
	@echo "make test         format, lints, docs, the suite on SQLite and PostgreSQL, a browser with axe, API clients"
	@echo "make check        what is quick: format, lints, spelling, the house rules"
	@echo "make test-fast    the suite on SQLite, without a browser"
	@echo "make supply       what is unused, licences, sources and known holes of what comes in through Cargo.lock (cargo-deny)"
	@echo "make sbom         a bill of materials (CycloneDX) of the binary and of the pages"
	@echo "make deps         install what tests need (Debian, npm and Python packages)"
	@echo "make screenshots  pictures of the pages into docs/screenshots"
	@echo "make second-opinion  figures of Lighthouse and pa11y (installed apart)"
	@echo "make soak         the long forms of property tests and API fuzzing"
	@echo "make clean-var    forget the demo database and its mail"

run:
	@scripts/deps run
	@scripts/run

test: deps
	@scripts/test

test-fast: deps
	@scripts/test fast

check: deps
	@scripts/check

supply:
	@scripts/supply

sbom:
	@scripts/sbom

deps:
	@scripts/deps test

screenshots: deps
	@cargo build --quiet --bin luudong
	@LUUDONG_BIN="$${CARGO_TARGET_DIR:-target}/debug/luudong" node web/tests/screens.mjs docs/screenshots

second-opinion: deps
	@scripts/second-opinion

soak: deps
	@scripts/soak

clean-var:
	@rm -rf var
