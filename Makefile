# Every target only calls dev.py; without make, call it yourself.
run: ; @python3 dev.py run $(ARGS)
test: ; @python3 dev.py test $(ARGS)
build: ; @python3 dev.py build
lock: ; @python3 dev.py lock $(ARGS)
.PHONY: run test build lock
