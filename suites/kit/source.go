package kit

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

// Source returns where the check's body is in the source code, as file and line below the root of the module:
// "suites/lifecycle/deactivate.go:57".
func (c Check) Source() string {
	if c.Body == nil {
		return ""
	}
	f := runtime.FuncForPC(reflect.ValueOf(c.Body).Pointer())
	if f == nil {
		return ""
	}
	file, line := f.FileLine(f.Entry())
	return fmt.Sprintf("%s:%d", strings.TrimPrefix(file, root()), line)
}

// root returns the folder of the module as the compiler names it: a path of the machine that built the program, or
// with -trimpath the path of the module and, for a dependency, its version.
func root() string {
	_, file, _, _ := runtime.Caller(0)
	return strings.TrimSuffix(file, "suites/kit/source.go")
}
