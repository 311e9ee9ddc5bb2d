package main

import (
	"slices"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta/orgcheck"
	"github.com/oktascim/oktascim/suites/pilot"
)

// catalogue lists the checks of every command.
func catalogue() []kit.Check {
	return slices.Concat(suites.Catalogue(), pilot.Catalogue(), orgcheck.Catalogue())
}

// commandOf is the command that runs the checks of an area which `oktascim run`
// does not; empty for the others.
func commandOf(area kit.Area) string {
	switch area {
	case kit.Pilot:
		return "oktascim pilot plan, oktascim pilot verify; they send nothing but GET"
	case kit.Org:
		return "oktascim org audit, which sends nothing but GET; checks named org.run.…: oktascim org run"
	}
	return ""
}
