package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/har"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Options say how a recording is sent.
type Options struct {
	Env      *harness.Env
	Serial   bool              // one request at a time, in the order in which they began
	Progress func(text string) // nil for nobody
}

// Summary is what came of a replay.
type Summary struct {
	Results []result.Result
	Notes   []string
}

// ErrNoSCIM says that a recording holds nothing that can be sent.
var ErrNoSCIM = errors.New("it holds no request to /Users, /Groups or another SCIM endpoint")

// most bounds how many requests are under way at the same time.
const most = 64

// player sends a recording.
type player struct {
	Options
	*names
	survey *survey

	mu      sync.Mutex
	results map[result.Key]*result.Result
	checks  map[string]kit.Check
	left    map[string]int // entries that were left out, by why
	sent    int
}

// Run sends a recording, which open opens, to the target of the environment. What it creates is entered in the
// environment's ledger, for its clean-up.
func Run(ctx context.Context, open func() (io.ReadCloser, error), o Options) (*Summary, error) {
	p := &player{Options: o, names: &names{env: o.Env, ids: map[string]string{}, values: map[string]string{}},
		results: map[result.Key]*result.Result{}, checks: map[string]kit.Check{}, left: map[string]int{}}
	if p.Progress == nil {
		p.Progress = func(string) {}
	}
	for _, c := range Catalogue() {
		p.checks[c.ID] = c
	}
	p.Progress("reading the recording")
	err := reading(open, func(r io.Reader) (err error) { p.survey, err = look(r); return err })
	switch {
	case err != nil:
		return nil, err
	case p.survey.exchanges == 0:
		return nil, ErrNoSCIM
	}
	for _, name := range p.survey.named {
		p.learn(name)
	}
	p.prepare(ctx)
	if err := reading(open, func(r io.Reader) error { return p.play(ctx, r) }); err != nil {
		return nil, err
	}
	return p.summary(), nil
}

func reading(open func() (io.ReadCloser, error), do func(io.Reader) error) error {
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close()
	return do(r)
}

// prepare creates what was in the app before the recording.
func (p *player) prepare(ctx context.Context) {
	for i, k := range p.survey.before {
		p.Progress(fmt.Sprintf("set-up: %d of %d", i+1, len(p.survey.before)))
		content := k.content.Clone()
		for _, name := range []string{"id", "meta", "groups"} {
			delete(content, name)
		}
		if members, ok := content["members"].([]any); ok {
			content["members"] = slices.DeleteFunc(members, func(e any) bool {
				m, _ := e.(map[string]any)
				id, _ := m["value"].(string)
				_, known := p.id(id)
				return !known
			})
		}
		content, _ = p.plain(content).(map[string]any)
		session := p.Env.SharedSession("")
		a := session.Client.Do(ctx, okta.Request{Method: http.MethodPost, Path: "/" + k.kind, Body: map[string]any(content)})
		var problems []result.Problem
		if id := a.Resource.ID(); a.OK() && id != "" {
			p.link(k.id, id)
		} else {
			problems = []result.Problem{{Operation: "POST /" + k.kind, Place: "status", Expected: "201 Created",
				Actual: said(a)}}
		}
		p.enter(setUp, "POST /"+k.kind, problems, session, a)
		if ctx.Err() != nil {
			return
		}
	}
}

// plain maps the names of a decoded value.
func (p *player) plain(v any) any {
	switch v := v.(type) {
	case okta.Resource:
		return p.plain(map[string]any(v))
	case map[string]any:
		for name, e := range v {
			if text, is := e.(string); is {
				v[name] = p.text(name, text)
			} else {
				v[name] = p.plain(e)
			}
		}
	case []any:
		for i, e := range v {
			v[i] = p.plain(e)
		}
	}
	return v
}

func said(a okta.Answer) string {
	if a.Err != nil {
		return a.Err.Error()
	}
	return strings.TrimSuffix(status(a.Status)+": "+a.Resource.String("detail"), ": ")
}

// play sends each exchange when those are answered that had been before it began.
func (p *player) play(ctx context.Context, r io.Reader) error {
	type flight struct {
		ended time.Time
		done  chan struct{}
	}
	var flights []flight
	limit := most
	if p.Serial {
		limit = 1
	}
	other, n := 0, 0
	for x, err := range exchanges(r, &other) {
		var truncated *har.TruncatedError
		if errors.As(err, &truncated) {
			break
		}
		if err != nil || ctx.Err() != nil {
			break
		}
		if n++; n%10 == 0 {
			p.Progress(fmt.Sprintf("replayed %d of %d", n, p.survey.exchanges))
		}
		needs := p.missing(x) // what creates it may be on its way
		flights = slices.DeleteFunc(flights, func(f flight) bool {
			if !f.ended.After(x.Started) || p.Serial || needs {
				<-f.done
				return true
			}
			return false
		})
		if len(flights) >= limit {
			<-flights[0].done
			flights = flights[1:]
		}
		f := flight{x.Ended(), make(chan struct{})}
		flights = append(flights, f)
		go func() {
			defer close(f.done)
			p.exchange(ctx, x)
		}()
	}
	for _, f := range flights {
		<-f.done
	}
	return nil
}

// exchange sends one request and compares its answer.
func (p *player) exchange(ctx context.Context, x exchange) {
	request, why := p.request(x)
	switch {
	case why != "":
	case x.answer.Status == http.StatusTooManyRequests:
		why = "answered 429 in the recording: Okta had sent it again"
	case x.answer.Status == 0:
		why = "not answered in the recording"
	}
	if why != "" {
		p.mu.Lock()
		p.left[why]++
		p.mu.Unlock()
		return
	}
	session := p.Env.SharedSession("")
	a := session.Client.With(func(c *okta.Config) { c.Again = nil }).Do(ctx, request)
	if ctx.Err() != nil {
		return
	}
	p.mu.Lock()
	p.sent++
	p.mu.Unlock()
	if x.Request.Method == http.MethodPost && a.OK() && x.answer.OK() {
		if was, is := x.answer.Resource.ID(), a.Resource.ID(); was != "" && is != "" {
			p.link(was, is)
		}
	}
	for id, problems := range compare(x, a) {
		p.enter(id, a.Op(), problems, session, a)
	}
}

// notSent are headers that belong to the recorded connection.
var notSent = regexp.MustCompile(`(?i)^(Host|Content-Length|Authorization|Cookie|Transfer-Encoding|Proxy-.*|` +
	`X-Forwarded-.*|Forwarded|Via|Cf-.*|:.*)$`)

// missing reports whether an exchange that succeeded is about somebody who has no id here.
func (p *player) missing(x exchange) bool {
	return x.answer.OK() && slices.ContainsFunc(append(membersIn(x.body), x.id), func(id string) bool {
		_, known := p.id(id)
		return !known && id != ""
	})
}

// request returns what is sent for a recorded exchange, or why nothing is.
func (p *player) request(x exchange) (r okta.Request, why string) {
	if p.missing(x) {
		return r, "about a user or group that is not in the recording"
	}
	path := "/" + x.kind
	if x.id != "" {
		id, known := p.id(x.id)
		if !known {
			id = x.id
		}
		path += "/" + url.PathEscape(id)
	}
	r = okta.Request{Method: x.Request.Method, Path: path, RawQuery: p.query(x.query), Header: http.Header{}}
	for name, values := range har.Header(x.Request.Headers) {
		if !notSent.MatchString(name) && !slices.Contains(values, "***") {
			r.Header[name] = values
		}
	}
	if body := x.Request.Body(); body != nil {
		r.Body = p.body(body)
	}
	return r, ""
}

// What is kept of one check that fails again and again.
const (
	mostProblems  = 40
	mostExchanges = 6
)

// enter notes what a check says.
func (p *player) enter(id, operation string, problems []result.Problem, session *harness.Session, a okta.Answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.checks[id]
	fact := result.Result{ID: id, Subject: operation, Area: string(Area), Level: c.Level, Title: c.Title,
		Symptom:  c.Symptom,
		Evidence: c.Evidence, Refs: c.Refs, Outcome: result.Pass}
	e := p.results[fact.Key()]
	if e == nil {
		e = &fact
		p.results[fact.Key()] = e
	}
	e.Requests++
	var refusal *harness.Refusal
	if errors.As(a.Err, &refusal) && !refusal.Stranger && id == sameStatus {
		p.left["the guard did not let it through: "+refusal.Why]++
		return
	}
	if len(problems) == 0 {
		return
	}
	e.Outcome = result.Fail
	if len(e.Problems) < mostProblems {
		e.Problems = append(e.Problems, problems...)
	}
	if len(e.Exchanges) < mostExchanges {
		for _, x := range session.Recorder.Exchanges() {
			x.Faulty = true
			e.Exchanges = append(e.Exchanges, x)
		}
	}
}

func (p *player) summary() *Summary {
	s := &Summary{}
	for _, e := range p.results {
		s.Results = append(s.Results, e.Judged(false))
	}
	s.Notes = append(s.Notes,
		fmt.Sprintf("%d of %d recorded exchanges were replayed; %d users and groups were created before, "+
			"because the recording expects them",
			p.sent, p.survey.exchanges, len(p.survey.before)))
	for why, n := range p.left {
		s.Notes = append(s.Notes, fmt.Sprintf("%d exchanges were left out: %s", n, why))
	}
	if n := p.survey.other; n > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%d entries of the recording are not SCIM", n))
	}
	if p.survey.truncated != nil {
		s.Notes = append(s.Notes, p.survey.truncated.Error())
	}
	slices.Sort(s.Notes)
	return s
}
