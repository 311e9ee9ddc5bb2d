package reports

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strings"
)

// Operation is the latency of one kind of request, in milliseconds.
type Operation struct {
	Method string `json:"method"`
	// Resource is the kind of address: Users, Users?filter, Users/{id}, Groups …
	Resource string  `json:"resource"`
	Count    int     `json:"count"`
	P50MS    float64 `json:"p50_ms"`
	P95MS    float64 `json:"p95_ms"`
	MaxMS    float64 `json:"max_ms"`
	// Times are all the times, so that the parts of a run can be joined exactly.
	Times Times `json:"times,omitempty"`
}

// latencies sums up the timings of the checks, and the exchanges of checks
// that have none, slowest operation first.
func latencies(checks []Check, before ...Timing) []Operation {
	type kind struct{ method, resource string }
	samples := map[kind][]float64{}
	add := func(timings []Timing) {
		for _, t := range timings {
			k := kind{t.Method, resourceOf(t.URL)}
			samples[k] = append(samples[k], t.MS)
		}
	}
	add(before)
	for i := range checks {
		add(timingsOf(&checks[i]))
	}
	out := make([]Operation, 0, len(samples))
	for k, ms := range samples {
		slices.Sort(ms)
		out = append(out, Operation{
			Method: k.method, Resource: k.resource, Count: len(ms),
			P50MS: percentile(ms, 50), P95MS: percentile(ms, 95), MaxMS: ms[len(ms)-1], Times: timesOf(ms),
		})
	}
	sortOperations(out)
	return out
}

// sortOperations puts the slowest first.
func sortOperations(list []Operation) {
	slices.SortFunc(list, func(a, b Operation) int {
		return cmp.Or(cmp.Compare(b.P95MS, a.P95MS), cmp.Compare(b.MaxMS, a.MaxMS),
			strings.Compare(a.Resource, b.Resource), strings.Compare(a.Method, b.Method))
	})
}

func timingsOf(c *Check) []Timing {
	if len(c.Timings) > 0 {
		return c.Timings
	}
	out := make([]Timing, 0, len(c.Exchanges))
	for _, x := range c.Exchanges {
		if x.Error == "" {
			out = append(out, Timing{Method: x.Method, URL: x.URL, MS: x.MS})
		}
	}
	return out
}

// percentile is the nearest-rank percentile of sorted values.
func percentile(sorted []float64, p float64) float64 {
	rank := int(math.Ceil(p / 100 * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}

// resourceOf is the kind of address that a URL has: the SCIM endpoint (RFC 7644
// §3.2) and whether one resource, a search or the whole is asked for.
func resourceOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "other"
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i := len(parts) - 1; i >= 0; i-- {
		switch name := parts[i]; name {
		case "Users", "Groups", "Schemas", "ResourceTypes", "ServiceProviderConfig", "Entitlements", "Roles":
			switch {
			case i < len(parts)-1:
				return name + "/{id}"
			case strings.Contains(u.RawQuery, "filter="):
				return name + "?filter"
			}
			return name
		}
	}
	return "other"
}

const (
	// oktaTimeoutMS is when Okta gives up on a request
	// (https://developer.okta.com/docs/concepts/scim/faqs/), in milliseconds.
	OktaTimeoutMS = 60_000
	// slowMS is when a request counts as slow.
	SlowMS = 10_000
)
