package selftest

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// exceptionsFile lists what the matrix cannot show, each with the reason: a
// fault id, a check id, or "variant × check".
//
//go:embed testdata/exceptions.yaml
var exceptionsFile []byte

type exceptions struct {
	reasons map[string]string
	used    map[string]bool
}

func newExceptions() *exceptions {
	e := &exceptions{reasons: map[string]string{}, used: map[string]bool{}}
	if err := yaml.Unmarshal(exceptionsFile, &e.reasons); err != nil {
		panic(err) // the file is part of the test
	}
	return e
}

// has tells whether a key is excepted.
func (e *exceptions) has(key string) bool {
	_, ok := e.reasons[key]
	e.used[key] = e.used[key] || ok
	return ok
}

// stale fails for an exception that is no longer needed, unless it says that
// it is needed sometimes: a race may be won.
func (e *exceptions) stale(t *testing.T, key, why string) {
	t.Helper()
	reason, ok := e.reasons[key]
	e.used[key] = e.used[key] || ok
	if ok && !strings.HasPrefix(reason, "sometimes: ") {
		t.Errorf("testdata/exceptions.yaml: %s %s: remove the entry", key, why)
	}
}

// unknown fails for exceptions without a reason, and for those that nothing asked
// for where everything ran.
func (e *exceptions) unknown(t *testing.T) {
	t.Helper()
	if *matrixOnly != "" {
		return
	}
	for key, reason := range e.reasons {
		if !sampled() && !e.used[key] {
			t.Errorf("testdata/exceptions.yaml: %s stands for nothing: remove the entry", key)
		}
		if len(reason) < 20 {
			t.Errorf("testdata/exceptions.yaml: %s needs a reason", key)
		}
	}
}
