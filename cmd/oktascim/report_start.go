package main

import (
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/profile"
)

// startReport starts the report of a run that begins now; profileFile is where
// the app profile was read from, if anywhere.
func startReport(env *harness.Env, profileFile string, strict bool) *reports.Report {
	return &reports.Report{
		Tool:    reports.Tool{Name: "oktascim", Version: version()},
		Target:  reports.Target{BaseURL: env.BaseURL},
		Profile: reports.Profile{Name: env.Profile.Name, File: profileFile},
		Started: time.Now(),
		RunID:   env.RunID,
		Settle:  reports.Settle{LimitMS: float64(env.Settle.Milliseconds())},
		Strict:  strict,
	}
}

// profileSettings are those of an app profile as reports show them, without
// secrets.
func profileSettings(p *profile.Profile) []reports.Setting {
	settings, err := p.Settings()
	if err != nil { // a profile that was read can be written
		return nil
	}
	var out []reports.Setting
	for _, s := range settings {
		out = append(out, reports.Setting(s))
	}
	return out
}
