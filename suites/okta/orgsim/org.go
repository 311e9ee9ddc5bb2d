package orgsim

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// Org is a simulated Okta org, an [http.Handler]. It is safe for concurrent use.
type Org struct {
	options Options
	routes  http.Handler
	client  *okta.Client
	queue   *queue
	stop    context.CancelFunc

	mu       sync.Mutex // guards what follows
	made     int        // ids made so far
	users    []*user
	byID     map[string]*user
	byName   map[string]*user // by login, in lower case
	groups   []*group
	everyone *group
	app      *app
	wiki     *app
	prm      [2]string // ids of the profile mappings: to the app, to Okta
	otype    string    // id of the default user type
	events   []event
	access   *access
	limit    limiter
	plant    plant
}

// New makes an org with its people, groups and assignments, and starts
// provisioning them. It tells what is wrong with the options.
func New(options Options) (*Org, error) {
	options = options.withDefaults()
	ctx, stop := context.WithCancel(context.Background())
	o := &Org{
		options: options, stop: stop, queue: newQueue(ctx, options.Logger),
		client: okta.New(okta.Config{
			BaseURL: options.SCIM.BaseURL, Authorization: options.SCIM.Authorization, Dialect: options.SCIM.Dialect,
			Transport: options.SCIM.Transport, Timeout: options.SCIM.Timeout, MaxWait: longestWait,
		}),
		byID: map[string]*user{}, byName: map[string]*user{},
		limit: limiter{RateLimit: options.RateLimit, now: options.Now},
	}
	o.access = newAccess(options)
	o.otype = o.newID("oty")
	o.everyone = &group{id: o.newID("00g"), name: "Everyone", description: "All users in your organization", created: o.now(),
		updated: o.now(), membersMoved: o.now(), members: map[string]bool{}, builtIn: true}
	o.groups = []*group{o.everyone}
	o.app = o.newApp()
	o.wiki = &app{id: o.newID("0oa"), name: "bookmark", label: "Company wiki", signOn: "BOOKMARK", status: "ACTIVE",
		created: o.now(), updated: o.now()}
	o.prm = [2]string{o.newID("prm"), o.newID("prm")}
	o.routes = o.router()
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.start(); err != nil {
		stop()
		return nil, fmt.Errorf("orgsim: %w", err)
	}
	return o, nil
}

// longestWait bounds what a job waits for one 429 of the app.
const longestWait = 10 * time.Second

func (o *Org) newApp() *app {
	a, mapping := o.options.App, map[string]property{}
	for name, expression := range a.Mapping {
		mapping[name] = property{expression: expression}
	}
	return &app{
		id: o.newID("0oa"), name: "simulated_scimapp_1", label: a.Label, signOn: "SAML_2_0", status: "ACTIVE",
		created: o.now(), updated: o.now(), scim: true, provisioning: true, create: true, update: true, deactivate: true,
		connection: "ENABLED", authScheme: "TOKEN", baseURL: o.options.SCIM.BaseURL, mapping: mapping, userName: a.UserName,
		users: map[string]*appUser{}, accounts: map[string]*account{},
	}
}

// start plants the problems and puts the seeds in.
func (o *Org) start() error {
	var problems []Problem
	for _, name := range o.options.Problems {
		p, err := problem(name)
		if err != nil {
			return err
		}
		problems = append(problems, p)
		if p.before != nil {
			p.before(o)
		}
	}
	if err := o.seed(); err != nil {
		return err
	}
	for _, p := range problems {
		if p.after != nil {
			o.queue.add("plant "+p.Name, func(context.Context) { o.locked(func() { p.after(o) }) })
		}
	}
	return nil
}

// seed puts in the people, the groups and what is assigned and pushed.
func (o *Org) seed() error {
	for _, p := range o.options.People {
		u, err := o.addPerson(p)
		if err != nil {
			return err
		}
		if p.Assigned {
			o.assign(u, nil)
		}
	}
	for _, g := range o.options.Groups {
		made, problem := o.addGroup(g.Name, "")
		if problem != nil {
			return fmt.Errorf("group %q: %w", g.Name, problem)
		}
		for _, login := range g.Members {
			u := o.findUser(login)
			if u == nil {
				return fmt.Errorf("group %q: there is no person %q", g.Name, login)
			}
			made.members[u.id] = true
		}
		if g.Assigned {
			o.assignGroup(made, 0, nil)
		}
		if g.Pushed {
			o.push(made, made.name, nil, "ACTIVE")
		}
	}
	return nil
}

func (o *Org) addPerson(p Person) (*user, error) {
	profile := object{"login": p.Login, "email": p.Email, "firstName": p.FirstName, "lastName": p.LastName}
	if p.Email == "" {
		profile["email"] = p.Login
	}
	if p.DisplayName != "" {
		profile["displayName"] = p.DisplayName
	}
	for k, v := range p.More {
		profile[k] = v
	}
	u, problem := o.addUser(profile, !p.Staged, true)
	if problem != nil {
		return nil, fmt.Errorf("person %q: %w", p.Login, problem)
	}
	return u, nil
}

// Close ends the org: what is still to be provisioned is dropped.
func (o *Org) Close() { o.stop() }

// WaitIdle waits until everything that was asked for so far is provisioned or
// has failed.
func (o *Org) WaitIdle(ctx context.Context) error { return o.queue.wait(ctx) }

// Token is the API token with all rights.
func (o *Org) Token() string { return o.access.token }

// AppID is the id of the provisioned app.
func (o *Org) AppID() string { return o.app.id }

// BookmarkID is the id of an app that has no provisioning.
func (o *Org) BookmarkID() string { return o.wiki.id }

// Plant makes a problem of [Problems] true from now on.
func (o *Org) Plant(name string) error {
	p, err := problem(name)
	if err != nil {
		return fmt.Errorf("orgsim: %w", err)
	}
	o.locked(func() {
		if p.before != nil {
			p.before(o)
		}
		if p.after != nil {
			p.after(o)
		}
	})
	return nil
}

func (o *Org) locked(do func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	do()
}

// now is the time with the precision of the API.
func (o *Org) now() time.Time { return o.options.Now().UTC().Truncate(time.Millisecond) }
