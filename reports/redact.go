package reports

import (
	"net/url"
	"strings"
)

// Redact applies hide to every text in the report that came from the target or
// from a failure message. What the checks attach is already without secrets;
// this covers texts that Ginkgo made, such as the message of a panic. Ids, areas
// and dialects are our own words and stay: a report must stay comparable.
func (r *Report) Redact(hide func(string) string) {
	r.Target.BaseURL = hide(bareURL(r.Target.BaseURL))
	r.Profile.Name, r.Profile.File = hide(r.Profile.Name), hide(r.Profile.File)
	for i := range r.Profile.Settings {
		s := &r.Profile.Settings[i]
		s.Key, s.Value = hide(s.Key), hide(s.Value)
	}
	for i := range r.Checks {
		redactCheck(&r.Checks[i], hide)
	}
	for i := range r.NotRun {
		r.NotRun[i].Reason = hide(r.NotRun[i].Reason)
	}
	for i := range r.CleanUp.Left {
		l := &r.CleanUp.Left[i]
		l.ID, l.Name, l.Why = hide(l.ID), hide(l.Name), hide(l.Why)
	}
	each(r.Notes, hide)
	for i := range r.Waivers {
		w := &r.Waivers[i]
		w.Reason, w.Owner, w.At = hide(w.Reason), hide(w.Owner), hide(w.At)
	}
	if r.Baseline != nil {
		r.Baseline.redact(hide)
	}
}

// bareURL is an address without user name, password, query and fragment, where
// secrets stand. The settings refuse such an address; a report must not depend on it.
func bareURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		before, _, _ := strings.Cut(address, "?")
		return before[strings.LastIndex(before, "@")+1:]
	}
	u.User, u.RawQuery, u.ForceQuery, u.Fragment, u.RawFragment = nil, "", false, "", ""
	return u.String()
}

func (b *Baseline) redact(hide func(string) string) {
	b.File = hide(b.File)
	for i := range b.Differs {
		d := &b.Differs[i]
		d.Was, d.Now = hide(d.Was), hide(d.Now)
	}
	for _, list := range b.lists() {
		for i := range *list {
			c := &(*list)[i]
			c.Title, c.Problem, c.Before = hide(c.Title), hide(c.Problem), hide(c.Before)
		}
	}
}

func redactCheck(c *Check, hide func(string) string) {
	c.Title, c.Why, c.Reason, c.Symptom = hide(c.Title), hide(c.Why), hide(c.Reason), hide(c.Symptom)
	for i := range c.Problems {
		redactProblem(&c.Problems[i], hide)
	}
	if c.Cause != nil && c.Cause.Problem != nil {
		redactProblem(c.Cause.Problem, hide)
	}
	each(c.Refs, hide)
	for i := range c.Exchanges {
		x := &c.Exchanges[i]
		x.URL, x.Request, x.Response, x.Error = hide(x.URL), hide(x.Request), hide(x.Response), hide(x.Error)
		for _, header := range []map[string]string{x.RequestHeaders, x.ResponseHeaders} {
			for name, value := range header {
				header[name] = hide(value)
			}
		}
	}
}

func redactProblem(p *Problem, hide func(string) string) {
	p.Context, p.Part, p.Place = hide(p.Context), hide(p.Part), hide(p.Place)
	p.Expected, p.Actual = hide(p.Expected), hide(p.Actual)
}

func each(list []string, change func(string) string) {
	for i := range list {
		list[i] = change(list[i])
	}
}
