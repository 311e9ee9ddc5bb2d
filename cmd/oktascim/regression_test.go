package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/control"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/formats"
)

// misbehaving is a provider that misbehaves in these ways, and a function that runs
// the deactivation checks against it and gives exit code, report and console.
func misbehaving(t *testing.T) (set func(faults ...string), run func(args ...string) (int, *reports.Report, string)) {
	t.Helper()
	server, err := control.New(control.Options{
		Options: provider.Options{Tokens: []provider.Token{{Secret: targetToken}}},
		Faults:  control.Library{Hooks: faulty.Hooks},
	})
	if err != nil {
		t.Fatal(err)
	}
	app := httptest.NewServer(server)
	t.Cleanup(app.Close)
	set = func(faults ...string) {
		if err := server.SetFaults(faults...); err != nil {
			t.Fatal(err)
		}
	}
	run = func(args ...string) (int, *reports.Report, string) {
		path := filepath.Join(t.TempDir(), "r.json")
		args = append([]string{"run", "--base-url", app.URL + "/scim/v2", "--parallel", "1", "--dialect", "oin", "--area",
			"deactivate", "--settle", "20ms", "--report", "json=" + path}, args...)
		code, out, errs := command(t, map[string]string{"OKTASCIM_TOKEN": targetToken}, args...)
		if code == exitUsage {
			t.Fatal(out, errs)
		}
		r := reportIn(t, path)
		return code, r, out
	}
	return set, run
}

// keep copies a report to where the next run does not overwrite it.
func keep(t *testing.T, r *reports.Report) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "baseline.json")
	if err := formats.Write(formats.Spec{Format: "json", Path: path}, r, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	oneFault     = "deactivate-stale-answer"
	anotherFault = "deactivate-deletes-lone-groups"
)

func TestBaseline(t *testing.T) {
	set, run := misbehaving(t)
	set(oneFault)
	code, first, out := run()
	if code != exitFails || first.Summary.Fail == 0 {
		t.Fatal(code, out)
	}
	base := keep(t, first)

	code, again, out := run("--baseline", base)
	if code != exitConforms || again.Summary.Known != first.Summary.Fail || again.Summary.Fail != 0 ||
		!strings.Contains(out, "CONFORMS WITH WARNINGS") {
		t.Errorf("the same fault again: exit %d, %+v\n%s", code, again.Summary, out)
	}
	if n := len(again.Baseline.StillFailing); n != first.Summary.Fail+first.Summary.Blocked {
		t.Errorf("%d still failing, want %d and %d blocked", n, first.Summary.Fail, first.Summary.Blocked)
	}
	// A run that was judged by a baseline is a baseline itself.
	if code, next, out := run("--baseline", keep(t, again)); code != exitConforms ||
		next.Summary.Known != first.Summary.Fail {
		t.Errorf("a baseline of a baseline: exit %d\n%s", code, out)
	}

	set(oneFault, anotherFault)
	code, more, out := run("--baseline", base)
	if code != exitFails {
		t.Errorf("one more fault: exit %d\n%s", code, out)
	}
	b := more.Baseline
	for _, c := range append(append([]reports.Change{}, b.NewFailures...), b.Changed...) {
		if !strings.Contains(c.ID, "group-mates") {
			t.Errorf("%s is called new: %+v", c.ID, c)
		}
	}
	if len(b.NewFailures)+len(b.Changed) == 0 || len(b.StillFailing) == 0 {
		t.Errorf("new %v, changed %v", b.NewFailures, b.Changed)
	}
	failed := out[strings.Index(out, "── FAILED"):strings.Index(out, "── KNOWN")]
	if !strings.Contains(failed, "group-mates") || strings.Contains(failed, "users.deactivate.answer") {
		t.Errorf("the failures are\n%s", failed)
	}

	set()
	code, fixed, out := run("--baseline", base)
	if code != exitConforms || len(fixed.Baseline.Fixed) != first.Summary.Fail+first.Summary.Blocked ||
		fixed.Verdict != reports.Conforms {
		t.Errorf("without a fault: exit %d, %d fixed\n%s", code, len(fixed.Baseline.Fixed), out)
	}
}

func TestWaivers(t *testing.T) {
	set, run := misbehaving(t)
	folder := t.TempDir()
	file := func(name, text string) string { return writeText(t, filepath.Join(folder, name), text) }
	item := func(check, expires string) string {
		return "- {check: " + check + ", reason: waits for APP-71, owner: ann@example.com, expires: " + expires + "}\n"
	}
	all := file("all.yaml", item(`"users.deactivate.*"`, "2999-12-31")+item("users.create.answer", "2999-12-31"))
	set(oneFault)
	code, r, out := run("--waivers", all)
	if code != exitConforms || r.Summary.Fail != 0 || r.Summary.Known == 0 || !strings.Contains(out, "waits for APP-71") {
		t.Errorf("waived: exit %d, %+v\n%s", code, r.Summary, out)
	}
	if w := r.Waivers; len(w) != 2 || w[0].State != reports.WaiverUsed || w[1].State != reports.WaiverIdle {
		t.Errorf("%+v", w)
	}
	code, _, out = run("--waivers", file("old.yaml", item(`"users.deactivate.*"`, "2020-01-01")))
	if code != exitFails || !strings.Contains(out, "expired on 2020-01-01") ||
		!strings.Contains(out, "users.deactivate.answer  must") {
		t.Errorf("expired: exit %d\n%s", code, out)
	}
	set()
	code, _, out = run("--waivers", file("stale.yaml", item("users.deactivate.answer", "2999-12-31")))
	// The dialect was narrowed, so that this run cannot tell about the other one.
	if code != exitConforms {
		t.Errorf("stale in one of two dialects: exit %d\n%s", code, out)
	}
	code, r, out = run("--dialect", "aiw,oin", "--waivers",
		file("stale.yaml", item("users.deactivate.answer", "2999-12-31")))
	if code != exitFails || r.Verdict != reports.DoesNotConform || r.Summary.Fail != 0 ||
		!strings.Contains(out, "covers no check that fails any more") {
		t.Errorf("stale: exit %d\n%s", code, out)
	}
}

func TestRegressionBadInput(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := func(name, text string) string { return writeText(t, filepath.Join(folder, name), text) }
	unknown := file("unknown.yaml", "- check: users.deactivate.by-idd\n  reason: r\n  owner: o\n  expires: 2999-01-01\n")
	endless := file("endless.yaml", "- check: users.deactivate.by-id\n  reason: r\n  owner: o\n")
	foreign := file("foreign.json", `{"hello": "world"}`)
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"no baseline":       {[]string{"--baseline", filepath.Join(folder, "none.json")}, "--baseline: there is no report"},
		"a folder":          {[]string{"--baseline", folder}, "it is a folder"},
		"foreign":           {[]string{"--baseline", foreign}, "foreign.json"},
		"no waivers":        {[]string{"--waivers", filepath.Join(folder, "none.yaml")}, "none.yaml"},
		"unknown id":        {[]string{"--waivers", unknown}, "did you mean `users.deactivate.by-id`?"},
		"without an expiry": {[]string{"--waivers", endless}, "endless.yaml:1:3: item 1 has no key `expires`"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(t.TempDir(), "r.json")
			code, stdout, errs := command(t, nil,
				append([]string{"run", "--area", "auth", "--report", "json=" + out}, tt.args...)...)
			if code != exitUsage || !strings.Contains(errs, tt.want) || stdout != "" {
				t.Errorf("exit %d, %q, want %q in it\n%s", code, errs, tt.want, stdout)
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("a report was written")
			}
		})
	}
}

// TestBaselineOfAnotherRun: what differs is noted, and no reason to refuse.
func TestBaselineOfAnotherRun(t *testing.T) {
	path := report(t)
	r := reportIn(t, path)
	r.Tool.Version, r.Target = "v0.0.1", reports.Target{BaseURL: "https://staging.example.com/scim/v2"}
	path = keep(t, r)
	code, out, errs := command(t, nil, "run", "--area", "connector", "--baseline", path)
	for _, want := range []string{"Another version: ", "was v0.0.1",
		"Another target: embedded reference provider, was https://staging.example.com/scim/v2", "nothing has changed"} {
		if code != exitConforms || !strings.Contains(out, want) {
			t.Errorf("exit %d, %q is missing\n%s%s", code, want, out, errs)
		}
	}
}

// TestBaselineOfABlockingFault: a fault that is known blocks what needs it, as
// it did before.
func TestBaselineOfABlockingFault(t *testing.T) {
	set, run := misbehaving(t)
	set("deactivate-patch-noop-200")
	_, first, _ := run()
	code, again, out := run("--baseline", keep(t, first))
	if first.Summary.Blocked == 0 || code != exitConforms ||
		len(again.Baseline.StillFailing) != first.Summary.Fail+first.Summary.Blocked {
		t.Errorf("exit %d, %+v\n%s", code, first.Summary, out)
	}
}
