package reports

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
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
	// OktaTimeoutMS is when Okta gives up on a request
	// (https://developer.okta.com/docs/concepts/scim/faqs/), in milliseconds.
	OktaTimeoutMS = 60_000
	// SlowMS is when a request counts as slow.
	SlowMS = 10_000
)

// Times is how often which time was measured: milliseconds, rounded to three
// significant digits, and their number. In JSON it is one text, "0.12:31 4.5:2",
// in ascending order: as a list it would be the longest part of a report.
type Times map[float64]int

func timesOf(ms []float64) Times {
	t := Times{}
	for _, v := range ms {
		t[threeDigits(v)]++
	}
	return t
}

func threeDigits(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64)
	if err != nil {
		return v
	}
	return rounded
}

// Count returns the number of measurements.
func (t Times) Count() int {
	n := 0
	for _, c := range t {
		n += c
	}
	return n
}

// percentile is the nearest-rank percentile.
func (t Times) percentile(p float64) float64 {
	rank, seen := int(math.Ceil(p/100*float64(t.Count()))), 0
	for _, ms := range slices.Sorted(maps.Keys(t)) {
		if seen += t[ms]; seen >= max(rank, 1) {
			return ms
		}
	}
	return 0
}

// MarshalText writes the times.
func (t Times) MarshalText() ([]byte, error) {
	var out []byte
	for _, ms := range slices.Sorted(maps.Keys(t)) {
		if len(out) > 0 {
			out = append(out, ' ')
		}
		out = strconv.AppendFloat(out, ms, 'f', -1, 64)
		out = append(out, ':')
		out = strconv.AppendInt(out, int64(t[ms]), 10)
	}
	return out, nil
}

// UnmarshalText reads what MarshalText wrote.
func (t *Times) UnmarshalText(text []byte) error {
	out := Times{}
	for word := range strings.FieldsSeq(string(text)) {
		value, number, _ := strings.Cut(word, ":")
		ms, err := strconv.ParseFloat(value, 64)
		n, err2 := strconv.Atoi(number)
		if err != nil || err2 != nil || n < 1 || ms < 0 || math.IsNaN(ms) || math.IsInf(ms, 0) {
			return fmt.Errorf("%q is not a time and its number, such as 0.12:31", clip(word))
		}
		out[ms] += n
	}
	*t = out
	return nil
}
