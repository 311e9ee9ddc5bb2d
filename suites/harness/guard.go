package harness

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/oktascim/oktascim/suites/okta"
)

// Guard stands between the checks of a run and the target. It lets no
// request through that goes to another host, exceeds the limits of the run, or
// changes or deletes a resource that this run did not make: a broken server may
// answer a create, a lookup or an update with somebody else's id.
//
// A write by id is let through when a read by that id shows a name that carries
// the run's tag. The reads of the checks count; when there was none since the
// last doubt, the guard reads for itself. Where a read finds nothing, nothing
// can be hurt.
//
// A user who is put into a group changes too, whatever the group is called: the
// user shows it, and may get a role by it. So members are verified in every
// group, but for them a list or a lookup that shows the id beside a tagged
// userName is enough: a membership can be taken back, a changed or deleted
// resource cannot. Many members at once are looked for in pages of the list
// before they are read one by one.
//
// The guard is passed before the time of a request begins: its own reads do not
// use that up.
type Guard struct {
	names    *Namer
	base     *url.URL
	readOnly bool
	limits   Limits
	gate     *gate
	settler  *Settler
	// read reads one resource with the credentials of a tenant.
	read func(ctx context.Context, tenant, kind, id string) okta.Answer
	// page reads one page of the users of a tenant.
	page  func(ctx context.Context, tenant string, start, count int) okta.Answer
	other string // Authorization of the other tenant; may be empty

	mu     sync.Mutex
	known  map[resource]sight
	counts counts
}

// resource is one resource of one tenant: ids may be numbers that every tenant
// counts from 1. The tenant is empty for the run's own.
type resource struct {
	tenant string
	kind   Kind
	id     string
}

// otherTenant stands for the other tenant of the profile.
const otherTenant = "other"

// sight is what the guard knows of a resource.
type sight struct {
	evidence        // the latest
	owned    bool   // was verified at some time
	off      bool   // a user whom the latest answer shows as inactive
	made     bool   // a create was answered with this id
	nameless bool   // … a create that sent no name
	name     string // … the name that it sent
	claimed  string // a name without a tag under which it is the run's
}

// evidence is how surely a resource is the run's own.
type evidence int

const (
	doubtful evidence = iota
	listed            // a list shows the id beside a tagged userName
	verified          // a read by id shows a tagged name, or a claimed one
	named             // … as the userName or externalId of a user, or the displayName of a group
)

// Refusal is the error of a request that was not sent.
type Refusal struct {
	Op  string // such as "PATCH /Users/{id}"
	Why string
	// Stranger tells that the resource is somebody else's, which is a defect of
	// the server; otherwise the guard could not find out, or a limit is reached.
	Stranger bool
}

func (r *Refusal) Error() string { return r.Op + " was not sent: " + r.Why }

func newGuard(e *Env) *Guard {
	base, err := url.Parse(e.BaseURL)
	if err != nil {
		base = &url.URL{}
	}
	g := &Guard{
		names: e.Names, base: base, readOnly: e.ReadOnly, limits: e.Limits, gate: e.gate, settler: NewSettler(e.Settle),
		other: e.OtherTenantAuthorization, known: map[resource]sight{},
	}
	own := e.client(e.Transport, okta.OIN).With(func(c *okta.Config) { c.Again = e.repeats.soon })
	foreign := own.With(func(c *okta.Config) { c.Authorization = e.OtherTenantAuthorization })
	of := func(tenant string) *okta.Client {
		if tenant != "" {
			return foreign
		}
		return own
	}
	g.read = func(ctx context.Context, tenant, kind, id string) okta.Answer {
		return of(tenant).Do(ctx, okta.Request{Method: http.MethodGet, Path: "/" + kind + "/" + url.PathEscape(id)})
	}
	g.page = func(ctx context.Context, tenant string, start, count int) okta.Answer {
		return of(tenant).ListUsers(ctx, start, count)
	}
	return g
}

// wall is the guard before one session's requests: the gate of its client.
type wall struct {
	guard    *Guard
	cleaning bool         // not bounded by limits
	reads    atomic.Int64 // requests of the guard's own

	refusals  *refusals
	mu        sync.Mutex
	permitted map[string]string // id → userName of accounts that the profile lets the session link
	madeUp    map[string]bool   // ids that no server gave out
	failures  *failures
}

// Enter implements okta.Gate.
func (w *wall) Enter(ctx context.Context, request *http.Request, sent []byte) error {
	if no := w.judge(ctx, request, sent); no != nil {
		w.refusals.add(no)
		return no
	}
	if w.guard.gate.silences.doubtful(request) { // an answer tells that only this operation hangs
		w.counted()
		w.guard.read(ctx, "", string(Users), w.guard.names.Tag())
	}
	err := w.guard.gate.Enter(ctx, request, sent)
	w.failures.enter(okta.Answer{Err: err})
	return err
}

// Leave implements okta.Gate.
func (w *wall) Leave(request *http.Request, a okta.Answer) {
	w.guard.gate.Leave(request, a)
	w.failures.enter(a)
	var no *Refusal
	if errors.As(a.Err, &no) {
		w.refusals.add(no)
		return
	}
	w.guard.observe(request, a)
}

// judge says why a request must not be sent; nil lets it through.
func (w *wall) judge(ctx context.Context, request *http.Request, sent []byte) *Refusal {
	g := w.guard
	u := request.URL
	if !strings.EqualFold(u.Host, g.base.Host) || !strings.EqualFold(u.Scheme, g.base.Scheme) {
		return &Refusal{Op: request.Method, Why: "it would go to " + u.Scheme + "://" + u.Host + ", which is not the target", Stranger: true}
	}
	kind, id, endpoint := g.aim(u)
	op := operationOf(request.Method, u, kind, id)
	if g.readOnly && request.Method != http.MethodGet {
		return &Refusal{Op: op, Why: "--read-only sends GET only"}
	}
	if !w.cleaning {
		if no := g.count(op, request.Method, kind, id); no != nil {
			return no
		}
	}
	switch request.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	switch {
	case kind == "":
		return &Refusal{Op: op, Why: "only users and groups are written"}
	case endpoint && request.Method != http.MethodPost:
		return &Refusal{Op: op, Why: "it names no resource: the server gave an empty id", Stranger: true}
	case id == "." || id == "..":
		return &Refusal{Op: op, Why: fmt.Sprintf("the id %q leads out of the endpoint", id), Stranger: true}
	case !endpoint:
		if no := w.mayWrite(ctx, request, op, kind, id, sent); no != nil {
			return no
		}
	}
	if kind == Groups {
		return w.mayJoin(ctx, request, op, id, sent)
	}
	return nil
}

// aim tells at what a URL is aimed: a resource, or the endpoint of a kind.
// The kind is empty for anything else.
func (g *Guard) aim(u *url.URL) (kind Kind, id string, endpoint bool) {
	path, below := strings.CutPrefix(u.EscapedPath(), strings.TrimRight(g.base.EscapedPath(), "/"))
	if !below {
		return "", "", false
	}
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	for _, k := range []Kind{Users, Groups} {
		if first == string(k) {
			id, err := url.PathUnescape(strings.TrimSuffix(rest, "/"))
			if err != nil || strings.Contains(strings.TrimSuffix(rest, "/"), "/") {
				return "", "", false
			}
			return k, id, id == ""
		}
	}
	return "", "", false
}

func operationOf(method string, u *url.URL, kind Kind, id string) string {
	switch {
	case kind == "":
		return method + " " + u.EscapedPath()
	case id == "":
		return method + " /" + string(kind)
	}
	return method + " /" + string(kind) + "/{id}"
}

// tenantOf is the tenant that a request speaks to: tokens that nobody issued
// count as the run's own.
func (g *Guard) tenantOf(request *http.Request) string {
	if g.other != "" && request.Header.Get("Authorization") == g.other {
		return otherTenant
	}
	return ""
}

// refusals keep the first refusal of a check; nil keeps none: what several
// checks share ends none of them.
type refusals struct {
	mu    sync.Mutex
	first *Refusal
}

func (r *refusals) add(no *Refusal) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.first == nil {
		r.first = no
	}
}

// Refused is the first request of the session that was not sent; nil when all
// were.
func (s *Session) Refused() *Refusal {
	r := s.wall.refusals
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.first
}

// Permit lets the session change, but neither deactivate nor delete, an account
// that the app profile names: the run did not make it.
func (s *Session) Permit(userID, userName string) {
	s.wall.mu.Lock()
	defer s.wall.mu.Unlock()
	if s.wall.permitted == nil {
		s.wall.permitted = map[string]string{}
	}
	s.wall.permitted[userID] = userName
}

// MadeUp notes ids that no server gave out, for requests that must find
// nothing.
func (s *Session) MadeUp(ids ...string) {
	s.wall.mu.Lock()
	defer s.wall.mu.Unlock()
	if s.wall.madeUp == nil {
		s.wall.madeUp = map[string]bool{}
	}
	for _, id := range ids {
		s.wall.madeUp[id] = true
	}
}

func (w *wall) permits(id string) (userName string, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	userName, ok = w.permitted[id]
	return userName, ok
}

func (w *wall) isMadeUp(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.madeUp[id]
}
