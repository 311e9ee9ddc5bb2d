// Package orgsim is a simulated Okta org for tests and demos: the part of Okta's Management API that an audit, a roster
// and a run use, and behind it the provisioning of one SCIM app, by the sequences of package okta.
//
// It follows Okta's public API description (github.com/okta/okta-management-openapi-spec) and, for what the description
// leaves open, Okta's help pages. That Okta itself behaves the same way is not shown by any test here.
package orgsim

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// Options say what an org is like from the start.
type Options struct {
	SCIM     okta.Config   // the app's SCIM service, as entered in its Provisioning tab
	Label    string        // of the app; default "SCIM app"
	Token    string        // the API token with all rights; default: random, see [Org.Token]
	OAuth    []OAuthClient // service apps that may ask for access tokens
	People   []Person
	Groups   []Group
	Problems []string     // names of [Problems] that the org has
	Logger   *slog.Logger // a line a request and a line a provisioning event, without secrets; nil: silent
}

// Person is a user of the org.
type Person struct {
	Login                            string // unique, an e-mail address; it is the user's e-mail too
	FirstName, LastName, DisplayName string
	Title, Locale, Department        string
	Assigned                         bool // assigned to the app directly
}

// Group is a group of the org.
type Group struct {
	Name     string
	Members  []string // logins
	Assigned bool     // assigned to the app, and with it each member
	Pushed   bool     // has an active group push mapping
}

// OAuthClient is a service app that authenticates with a private key (client_credentials with private_key_jwt).
type OAuthClient struct {
	ID     string
	KeyID  string // "" accepts any kid
	Key    *rsa.PublicKey
	Scopes []string // granted, such as okta.users.read
}

// Org is a simulated Okta org, an [http.Handler]. It is safe for concurrent use.
type Org struct {
	options Options
	routes  http.Handler
	client  *okta.Client
	queue   *queue
	stop    context.CancelFunc

	mu      sync.Mutex // guards what follows
	made    int        // ids made so far
	users   []*user
	index   map[string]*user // by id, and by login in lower case
	groups  []*group
	app     *app
	events  []object
	granted map[string][]string // scopes by access token
	plant   plant
}

// plant are the problems of the API itself.
type plant struct{ expired, readOnly, limited, endless bool }

// longestWait bounds what a job waits for one 429 of the app.
const longestWait = 10 * time.Second

// New returns an org with its users, groups and assignments, and starts to provision them.
func New(options Options) (*Org, error) {
	if options.Label == "" {
		options.Label = "SCIM app"
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	if options.Token == "" {
		options.Token = newToken()
	}
	options.SCIM.MaxWait = longestWait
	ctx, stop := context.WithCancel(context.Background())
	o := &Org{options: options, stop: stop, queue: &queue{ctx: ctx}, client: okta.New(options.SCIM),
		index: map[string]*user{}, granted: map[string][]string{}}
	o.app = &app{id: o.newID("0oa"), toApp: o.newID("prm"), label: options.Label, status: "ACTIVE", created: now(),
		provisioning: true, create: true, update: true, deactivate: true, connection: "ENABLED", authScheme: "TOKEN",
		mapping: defaultMapping()}
	o.routes = o.router()
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.start(); err != nil {
		stop()
		return nil, fmt.Errorf("orgsim: %w", err)
	}
	return o, nil
}

// start plants the problems and adds the users and groups.
func (o *Org) start() error {
	var late []Problem
	for _, name := range o.options.Problems {
		p, err := problem(name)
		if err != nil {
			return err
		}
		if p.before != nil {
			p.before(o)
		} else {
			late = append(late, p)
		}
	}
	for _, p := range o.options.People {
		if _, err := o.addPerson(p); err != nil {
			return fmt.Errorf("user %q: %w", p.Login, err)
		}
	}
	for _, g := range o.options.Groups {
		if err := o.seedGroup(g); err != nil {
			return fmt.Errorf("group %q: %w", g.Name, err)
		}
	}
	for _, p := range late {
		o.queue.add(func(context.Context) {
			o.mu.Lock()
			defer o.mu.Unlock()
			p.after(o)
		})
	}
	return nil
}

func (o *Org) addPerson(p Person) (*user, error) {
	profile := object{"login": p.Login, "email": p.Login, "firstName": p.FirstName, "lastName": p.LastName,
		"displayName": p.DisplayName, "title": p.Title, "locale": p.Locale, "department": p.Department}
	u, err := o.addUser(profile, true)
	if err != nil {
		return nil, err
	}
	u.direct = p.Assigned
	o.entitle(u)
	return u, nil
}

func (o *Org) seedGroup(g Group) error {
	made, err := o.addGroup(g.Name, "")
	if err != nil {
		return err
	}
	made.assigned = g.Assigned
	for _, login := range g.Members {
		u := o.findUser(login)
		if u == nil {
			return fmt.Errorf("there is no user %q", login)
		}
		made.members[u] = true
		o.entitle(u)
	}
	if g.Pushed {
		o.push(made, made.name)
	}
	return nil
}

// Close ends the org: what is still to be provisioned is dropped.
func (o *Org) Close() { o.stop() }

// WaitIdle waits until everything that was asked for so far is provisioned or has failed.
func (o *Org) WaitIdle(ctx context.Context) error { return o.queue.wait(ctx) }

// Token is the API token with all rights.
func (o *Org) Token() string { return o.options.Token }

// AppID is the id of the provisioned app.
func (o *Org) AppID() string { return o.app.id }

// Progress says in words how far the provisioning is.
func (o *Org) Progress() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var assigned, provisioned, failed int
	for _, u := range o.users {
		if u.app == nil {
			continue
		}
		assigned++
		switch {
		case u.app.syncState == "ERROR":
			failed++
		case u.app.status == "PROVISIONED":
			provisioned++
		}
	}
	groups := map[string]int{}
	for _, m := range o.app.pushes {
		if m.status != "ACTIVE" || m.target.external != "" {
			groups[m.status]++
		}
	}
	return fmt.Sprintf("%d users assigned: %d provisioned, %d failed; groups: %d pushed, %d failed, %d paused",
		assigned, provisioned, failed, groups["ACTIVE"], groups["ERROR"], groups["INACTIVE"])
}

// newID returns an id of Okta's form: a prefix that tells the kind, 20 letters and digits in all. The same org makes
// the same ids in the same order.
func (o *Org) newID(prefix string) string {
	o.made++
	sum := fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s %d", prefix, o.made)))
	return prefix + strings.ToUpper(sum[:20-len(prefix)])
}

// newToken returns a random secret.
func newToken() string { return "00" + rand.Text() + rand.Text()[:14] }

// now is the time as the API shows it.
func now() string { return stamp(time.Now()) }

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
