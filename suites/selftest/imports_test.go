// Package selftest proves the tester: its catalogue, its import rules, and
// that its checks catch what they must.
package selftest

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/oktascim/oktascim/"

// forbidden lists which of our packages a package must not depend on, directly
// or not: a bug must not hide on both sides.
var forbidden = []struct {
	from string
	to   []string
}{
	{"provider", []string{"suites", "reports", "fixtures", "cmd", "provider/faulty", "provider/legal", "provider/control", "provider/sqlite",
		"provider/internal/hook", "provider/internal/named", "provider/internal/scimtest"}},
	{"provider/faulty", []string{"suites", "reports", "fixtures", "cmd", "provider/legal", "provider/control", "provider/sqlite",
		"provider/internal/scimtest"}},
	{"provider/legal", []string{"suites", "reports", "fixtures", "cmd", "provider/faulty", "provider/control", "provider/sqlite",
		"provider/internal/scimtest"}},
	{"provider/control", []string{"suites", "reports", "fixtures", "cmd", "provider/faulty", "provider/legal", "provider/sqlite",
		"provider/internal/scimtest"}},
	{"suites", []string{"provider", "reports", "cmd"}},
	{"suites/engine", []string{"provider", "reports", "cmd", "suites/check"}}, // and so not on suites
	{"suites/harness", []string{"provider", "reports", "cmd"}},
	{"suites/check", []string{"provider", "reports", "cmd", "suites/harness", "suites/profile"}},
	{"suites/okta", []string{"provider", "reports", "cmd", "suites/harness", "suites/check", "suites/profile"}},
	{"suites/okta/orgsim", []string{"provider", "reports", "cmd", "suites/harness", "suites/check", "suites/profile", "suites/okta/org"}},
	{"suites/okta/org", []string{"provider", "reports", "cmd", "suites/harness", "suites/check", "suites/profile", "suites/okta/orgcheck"}},
	{"suites/okta/orgcheck", []string{"provider", "reports", "cmd", "suites/okta/orgsim"}},
	{"suites/pilot", []string{"provider", "reports", "cmd", "suites/okta/org"}},
	{"suites/pilot/roster", []string{"provider", "reports", "cmd", "suites/harness", "suites/check", "suites/okta"}},
	{"suites/profile", []string{"provider", "reports", "cmd", "suites/harness", "suites/check", "suites/okta"}},
	{"suites/near", []string{"provider", "reports", "cmd", "fixtures", "suites/profile"}},
	{"suites/yamlnode", []string{"provider", "reports", "cmd", "fixtures", "suites/profile"}},
	{"reports/waivers", []string{"provider", "cmd", "suites/harness", "suites/check", "suites/okta"}},
	{"reports", []string{"provider", "suites", "cmd"}},
	{"fixtures", []string{"provider", "suites", "reports", "cmd"}},
}

// noGinkgo are packages that must stay free of the test framework.
var noGinkgo = []string{"provider", "reports", "suites/engine", "suites/check", "suites/okta", "suites/okta/orgsim", "suites/harness",
	"suites/profile", "suites/pilot/roster", "reports/waivers", "fixtures"}

func TestImportRules(t *testing.T) {
	t.Parallel()
	for _, rule := range forbidden {
		deps := dependencies(t, rule.from)
		for _, dep := range deps {
			ours, ok := strings.CutPrefix(dep, module)
			if !ok {
				continue
			}
			for _, banned := range rule.to {
				if ours == "reports/result" && rule.from != "provider" {
					continue // the one result model
				}
				if ours == banned || strings.HasPrefix(ours, banned+"/") {
					t.Errorf("%s depends on %s, which it must not", rule.from, ours)
				}
			}
		}
	}
	for _, from := range noGinkgo {
		for _, dep := range dependencies(t, from) {
			if strings.HasPrefix(dep, "github.com/onsi/") {
				t.Errorf("%s depends on %s, which it must not", from, dep)
			}
		}
	}
}

// TestWhoMisbehaves keeps faults, variants and their switches out of everything but tests and the command.
func TestWhoMisbehaves(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}:{{range .Imports}} {{.}}{{end}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	importers := 0
	for line := range strings.SplitSeq(string(out), "\n") {
		from, imports, _ := strings.Cut(strings.TrimPrefix(line, module), ":")
		for _, to := range strings.Fields(imports) {
			switch strings.TrimPrefix(to, module) {
			case "provider/faulty", "provider/legal", "provider/control":
				importers++
				if !strings.HasPrefix(from, "cmd/") {
					t.Errorf("%s imports %s; only tests and cmd may", from, to)
				}
			}
		}
	}
	if importers == 0 {
		t.Error("nothing imports the faults: this test looks in the wrong place")
	}
}

// TestOneImporterOfTheSDK keeps Okta's SDK, its types and its dependencies in
// one package, and out of the checks of a SCIM server.
func TestOneImporterOfTheSDK(t *testing.T) {
	t.Parallel()
	const sdk, home = "github.com/okta/okta-sdk-golang/", "suites/okta/org"
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}:{{range .Imports}} {{.}}{{end}}{{range .TestImports}} {{.}}{{end}}{{range .XTestImports}} {{.}}{{end}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	found := false
	for _, line := range strings.Split(string(out), "\n") {
		if !strings.Contains(line, sdk) {
			continue
		}
		from, _, _ := strings.Cut(strings.TrimPrefix(line, module), ":")
		if found = found || from == home; from != home {
			t.Errorf("%s imports okta-sdk-golang; only %s may", from, home)
		}
	}
	if !found {
		t.Errorf("%s does not import okta-sdk-golang: this test looks in the wrong place", home)
	}
	for _, from := range []string{"suites", "reports", "provider"} {
		for _, dep := range dependencies(t, from) {
			if strings.HasPrefix(dep, sdk) {
				t.Errorf("%s depends on %s, which it must not", from, dep)
			}
		}
	}
}

// TestOnePackageAFormat keeps the model of a report free of every format, and the
// formats free of each other: SARIF has Markdown in it, and the OIN evidence is an
// HTML page.
func TestOnePackageAFormat(t *testing.T) {
	t.Parallel()
	const home = module + "reports/"
	shared := []string{"result", "internal/prose"}
	for from, may := range map[string][]string{
		"": nil, "internal/prose": nil, "console": {"internal/show"}, "html": {"internal/show"}, "junit": {"internal/show"}, "markdown": {"internal/show"},
		"sarif": {"internal/show", "markdown"}, "oin": {"internal/show", "html"},
	} {
		for _, dep := range dependencies(t, strings.TrimSuffix("reports/"+from, "/")) {
			if ours, ok := strings.CutPrefix(dep, home); ok && ours != from && !slices.Contains(append(may, shared...), ours) {
				t.Errorf("reports/%s depends on reports/%s, which it must not", from, ours)
			}
			if from == "internal/prose" && dep == module+"reports" {
				t.Errorf("reports/%s depends on reports, which it must not", from)
			}
		}
	}
}

func TestNoFocusedSpecs(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("grep", "-rnE", `\b(FIt|FDescribe|FContext|FWhen|FSpecify|FEntry|FDescribeTable)\(`, "--include=*.go", "../../cmd", "..", "../../reports", "../../provider").CombinedOutput()
	if err == nil {
		t.Errorf("focused specs make Ginkgo exit with 197:\n%s", out)
	}
}

func dependencies(t *testing.T, pkg string) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", module+pkg).Output()
	if err != nil {
		t.Fatalf("go list -deps %s: %v", pkg, err)
	}
	return strings.Fields(string(out))
}
