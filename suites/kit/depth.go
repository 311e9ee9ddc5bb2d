package kit

import (
	"fmt"
	"slices"
)

// Depth is how much a run does.
type Depth string

// The depths. A check that names none runs at the standard one.
const (
	Quick    Depth = "quick"
	Standard Depth = "standard"
	Full     Depth = "full"
)

// Depths are all of them, each with what the one before it has.
func Depths() []Depth { return []Depth{Quick, Standard, Full} }

// ParseDepth reads the name of a depth; "" is the standard one.
func ParseDepth(name string) (Depth, error) {
	if name == "" {
		return Standard, nil
	}
	if d := Depth(name); slices.Contains(Depths(), d) {
		return d, nil
	}
	return "", fmt.Errorf("there is no depth %q%s; depths are quick, standard, full", name, didYouMean(name, []string{"quick", "standard", "full"}))
}

// Has reports whether a run of this depth does what belongs to the other.
func (d Depth) Has(other Depth) bool {
	return slices.Index(Depths(), d) >= slices.Index(Depths(), other.orStandard())
}

// LeastDepth is the least depth at which the check runs.
func (c Check) LeastDepth() Depth { return c.Depth.orStandard() }

func (d Depth) orStandard() Depth {
	if d == "" {
		return Standard
	}
	return d
}

// Budget is what a run sends and makes at most, in both dialects, against any target that answers as Okta expects; twice as
// much against a broken one. 0 is what the profile allows.
type Budget struct{ Requests, Users, Groups, Seats int }

// Budget returns the budget of a depth.
func (d Depth) Budget() Budget {
	switch d {
	case Quick:
		return Budget{500, 30, 15, 15}
	case Standard:
		return Budget{4000, 250, 100, 40}
	default:
		return Budget{Requests: 10_000}
	}
}

// AtDepth returns the checks that a run of this depth has, each for the subjects it has there.
func AtDepth(d Depth, checks []Check) []Check {
	var out []Check
	for _, c := range checks {
		if !d.Has(c.Depth) {
			continue
		}
		c.within = d
		c.For = slices.DeleteFunc(slices.Clone(c.For), func(s Subject) bool { return !d.Has(s.Depth) })
		out = append(out, c)
	}
	return out
}
