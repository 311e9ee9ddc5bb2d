package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/waivers"
)

// regressionFlags let a verdict concern what is new.
type regressionFlags struct{ baseline, waivers string }

func (f *regressionFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.baseline, "baseline", "", "JSON report `FILE` of an earlier run: what fails in the same way as there is known, and only what is new fails the run")
	flags.StringVar(&f.waivers, "waivers", "", "YAML `FILE` of checks that may fail: a list of {check, reason, owner, expires}; one that expired or that nothing needs any more fails the run")
}

// regression is what a result is judged by beside its own checks.
type regression struct {
	flags   regressionFlags
	base    *reports.Report
	waivers []reports.Waiver
	ids     []string
}

// prepare reads both files, before anything is sent.
func (f regressionFlags) prepare(w world) (*regression, error) {
	g := &regression{flags: f}
	seen := map[string]bool{}
	for _, c := range catalogue() {
		if !seen[c.ID] {
			seen[c.ID] = true
			g.ids = append(g.ids, c.ID)
		}
	}
	if f.baseline != "" {
		base, err := loadReport(w, f.baseline)
		if err != nil {
			return nil, usagef("--baseline: %w", err)
		}
		g.base = base
	}
	if f.waivers != "" {
		file, err := waivers.Load(f.waivers, g.ids)
		if err != nil {
			return nil, usagef("--waivers: %w", err)
		}
		for i, w := range file.Waivers {
			g.waivers = append(g.waivers, reports.Waiver{Check: w.Check, Dialect: w.Dialect, Subject: w.Subject,
				Reason: w.Reason, Owner: w.Owner, Expires: w.Expires, At: file.At(i)})
		}
	}
	return g, nil
}

// judge applies both to a concluded report without secrets.
func (g *regression) judge(r *reports.Report) {
	if g.flags.waivers != "" {
		r.Waive(g.waivers, g.ids, time.Now())
	}
	if g.base != nil {
		r.Compare(g.base, g.flags.baseline)
	}
}
