package orgcheck

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta/org"
)

// Journey drives an org through Okta's CRUD test and a group push, with users and a group that it creates, and checks
// after each step whether it arrived in the app.
type Journey struct {
	client *org.Client
	app    string
	env    *harness.Env
	say    func(string)

	mapped  map[string]org.Property // attributes of the app that are mapped
	held    map[string]bool         // steps that held
	root    map[string]string       // of a step that was blocked: the one that failed first
	people  [2]person
	group   org.Group
	mapping org.PushMapping
	groupID string // in the app
	began   time.Time

	assigned bool // whether the first user is, as far as the org accepted it
	grouped  bool // whether the group may be in the org
}

// person is a user whom the journey creates.
type person struct {
	org.User
	app  string // the id in the app, once it is known
	made bool   // whether the user may be in the org
}

// NewJourney returns a journey and sends nothing. say receives lines about the progress.
func NewJourney(config org.Config, appID string, env *harness.Env, say func(string)) (*Journey, error) {
	client, err := org.New(config)
	if err != nil {
		return nil, err
	}
	if err := org.CheckAppID(appID); err != nil {
		return nil, err
	}
	j := &Journey{client: client, app: appID, env: env, say: say, held: map[string]bool{}, root: map[string]string{},
		began: time.Now()}
	for i := range j.people {
		login := env.Names.Next() + "@" + env.Profile.TestData.Domain
		family := fmt.Sprintf("Doe %d", i+1)
		j.people[i].User = org.User{Login: login, Email: login, FirstName: "Jane", LastName: family,
			DisplayName: "Jane " + family}
	}
	j.group.Name = env.Names.Next() + "-group"
	return j, nil
}

// Plan says, a line a step, what will be done to the org and to the app.
func (j *Journey) Plan() []string {
	lines := []string{
		fmt.Sprintf("In the org %s, on the app %s, and by it in %s:", j.client.URL(), j.app, j.env.BaseURL),
	}
	for _, s := range j.steps() {
		lines = append(lines, fmt.Sprintf("%2d. %s", len(lines), s.plan))
	}
	return append(lines,
		"Then it cleans up, also after a failure or ^C. In the org: the push removed, the group and the users deleted. "+
			"In the app: the group deleted, the accounts deactivated. Nothing else is touched: all names start with "+
			j.env.Names.Tag()+"-.")
}

// Prepare makes sure that the journey can begin. It sends nothing but GET.
func (j *Journey) Prepare(ctx context.Context) (org.App, error) {
	app, err := j.client.App(ctx, j.app)
	if err != nil {
		return app, err
	}
	if app.Status != "ACTIVE" {
		return app, &org.Error{Usage: true, Remedy: remedyActivate + ".",
			Cause: fmt.Sprintf("the app %q is %s in the org", app.Label, shown(app.Status))}
	}
	p, err := readProvisioning(ctx, j.client, j.app)
	if err != nil {
		return app, err
	}
	if !p.on {
		return app, &org.Error{Usage: true,
			Cause:  fmt.Sprintf("the app %q has no provisioning in the org, or it is switched off", app.Label),
			Remedy: remedyProvisioning + "; `oktascim org audit` shows what else is missing."}
	}
	mapping, _, err := j.client.ToApp(ctx, j.app)
	j.mapped = mapping.Properties
	return app, err
}

// Checks lists the steps, in their order. A step that needs one that did not hold is blocked.
func (j *Journey) Checks() []kit.Check {
	var out []kit.Check
	for _, s := range j.steps() {
		out = append(out, kit.Check{
			ID: "org.run." + s.id, Level: kit.Must, Evidence: kit.Documented, Title: s.title, Why: s.why, Symptom: s.symptom,
			Refs: s.refs, Needs: s.needs, Serial: true, Once: true,
			Body: func(t *kit.T) {
				if s.after != "" && !j.held[s.after] {
					j.root[s.id] = s.after
					if first := j.root[s.after]; first != "" {
						j.root[s.id] = first
					}
					t.Block("org.run.%s did not hold, and this step builds on it", j.root[s.id])
				}
				start := time.Now()
				s.do(t)
				if j.held[s.id] = !t.Failed(); j.held[s.id] {
					j.say(fmt.Sprintf("%s: all of it is in the app, after %s", s.id, time.Since(start).Round(time.Millisecond)))
				}
			},
		})
	}
	return inOrg(out)
}

// password returns what a new user gets: it keeps Okta from sending an e-mail.
func password() string { return "Aa1!" + rand.Text() }
