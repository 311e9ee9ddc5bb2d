package selftest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/oktascim/oktascim/suites"
)

// Each set-up names a check that exists: a blocked check names the one that failed.
func TestSetupsNameChecks(t *testing.T) {
	t.Parallel()
	files := token.NewFileSet()
	found := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok && isSetup(lit.Type) && len(lit.Elts) > 0 {
				found++
				if id, whole := beginning(lit.Elts[0]); !namesCheck(id, whole) {
					t.Errorf("%s: there is no check %s", files.Position(lit.Pos()), id)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 50 {
		t.Errorf("only %d set-ups were found", found)
	}
}

func isSetup(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "Setup"
	case *ast.SelectorExpr:
		return e.Sel.Name == "Setup"
	}
	return false
}

// beginning is the text with which an expression begins, and whether that is all of it.
func beginning(e ast.Expr) (text string, whole bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		text, _ := beginning(e.X)
		return text, false
	}
	return "", false
}

// namesCheck reports whether a check has this id, or one that begins so.
func namesCheck(id string, whole bool) bool {
	known := catalogued()
	return known[id] || !whole && slices.ContainsFunc(slices.Collect(maps.Keys(known)), func(other string) bool { return strings.HasPrefix(other, id) })
}

// catalogued are the ids of all checks.
var catalogued = sync.OnceValue(func() map[string]bool {
	ids := map[string]bool{}
	for _, c := range suites.Catalogue() {
		ids[c.ID] = true
	}
	return ids
})
