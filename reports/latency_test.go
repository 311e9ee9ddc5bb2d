package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestLatency(t *testing.T) {
	t.Parallel()
	c := Check{}
	for i := 1; i <= 100; i++ {
		c.Timings = append(c.Timings, Timing{Method: "GET", URL: "https://h/scim/v2/Users/abc", MS: float64(i)})
	}
	c.Timings = append(c.Timings, Timing{Method: "GET", URL: "https://h/Users?startIndex=1&filter=userName+eq", MS: 200}, Timing{Method: "POST", URL: "https://h/scim/v2/Groups/", MS: 7},
		Timing{Method: "GET", URL: "https://h/scim/v2/Users?startIndex=1", MS: 3}, Timing{Method: "GET", URL: "https://h/nothing", MS: 1})
	op := func(method, resource string, n int, p50, p95, longest float64) Operation {
		return Operation{Method: method, Resource: resource, Count: n, P50MS: p50, P95MS: p95, MaxMS: longest}
	}
	want := []Operation{
		op("GET", "Users?filter", 1, 200, 200, 200), op("GET", "Users/{id}", 100, 50, 95, 100),
		op("POST", "Groups", 1, 7, 7, 7), op("GET", "Users", 1, 3, 3, 3), op("GET", "other", 1, 1, 1, 1),
	}
	if d := cmp.Diff(want, latencies([]Check{c}), cmpopts.IgnoreFields(Operation{}, "Times")); d != "" {
		t.Error(d)
	}
	if latencies([]Check{{Exchanges: []Exchange{{Method: "GET", URL: "https://h/scim/v2/Users", MS: 1.2}}}})[0].MaxMS != 1.2 {
		t.Error("exchanges do not count")
	}
}

func TestMergeOfLatencies(t *testing.T) {
	t.Parallel()
	part := func(times ...float64) Part {
		var c Check
		for _, ms := range times {
			c.Timings = append(c.Timings, Timing{Method: "GET", URL: "https://h/scim/v2/Users", MS: ms})
		}
		return Part{"p", &Report{Latency: latencies([]Check{c})}}
	}
	got, exact := joinLatency([]Part{part(1, 2, 3), part(100.04, 200.06)})
	if o := got[0]; !exact || o.Count != 5 || o.P50MS != 3 || o.P95MS != 200 || o.MaxMS != 200.06 {
		t.Errorf("%+v %v", o, exact)
	}
	old := part(10, 20)
	old.Latency[0].Times = nil
	got, exact = joinLatency([]Part{part(1, 2, 3), old})
	if o := got[0]; exact || o.Count != 5 || o.P50MS != 10 || o.MaxMS != 20 || o.Times != nil {
		t.Errorf("%+v %v", o, exact)
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	times := timesOf([]float64{0.1234, 0.1231, 12345.6, 7})
	text, err := times.MarshalText()
	if err != nil || string(text) != "0.123:2 7:1 12300:1" {
		t.Errorf("%s %v", text, err)
	}
	var back Times
	if err := back.UnmarshalText(text); err != nil || cmp.Diff(times, back) != "" {
		t.Error(back, err)
	}
	if back.percentile(50) != 0.123 || back.percentile(95) != 12300 || back.Count() != 4 {
		t.Error(back.percentile(50), back.percentile(95))
	}
	for _, bad := range []string{"x", "1", "1:0", "1:-1", "-1:2", "NaN:1", "1:2,3:4", "Inf:1"} {
		if err := back.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func TestSlower(t *testing.T) {
	t.Parallel()
	op := func(n int, median float64) Operation {
		return Operation{Method: "GET", Resource: "Users", Count: n, P50MS: median}
	}
	for name, test := range map[string]struct {
		was, now Operation
		slower   bool
	}{
		"twice as long":     {op(20, 100), op(20, 200), true},
		"just enough":       {op(20, 40), op(20, 60), true},
		"few before":        {op(19, 100), op(200, 200), false},
		"few now":           {op(200, 100), op(19, 200), false},
		"small ratio":       {op(50, 100), op(50, 149), false},
		"small difference":  {op(50, 1), op(50, 20), false},
		"faster":            {op(50, 200), op(50, 100), false},
		"nothing before":    {op(50, 0), op(50, 30), true},
		"another operation": {Operation{Method: "PUT", Resource: "Users", Count: 50, P50MS: 1}, op(50, 100), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := len(slower([]Operation{test.was}, []Operation{test.now})) == 1; got != test.slower {
				t.Errorf("slower = %v", got)
			}
		})
	}
}
