package main

import (
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/profile"
)

// profileOf is an app profile as reports show it, without secrets; file is the
// path it was read from, if any.
func profileOf(p *profile.Profile, file string) reports.Profile {
	out := reports.Profile{Name: p.Name, File: file}
	settings, err := p.Settings()
	if err != nil { // a profile that was read can be written
		return out
	}
	for _, s := range settings {
		out.Settings = append(out.Settings, reports.Setting(s))
	}
	return out
}
