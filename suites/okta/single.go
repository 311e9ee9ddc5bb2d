package okta

import "context"

// TestConnector is what Okta sends when the admin tests the connector, and when the
// integration is saved: one request.
func (c *Client) TestConnector(ctx context.Context) Answer {
	return c.Send(ctx, "connector-users", nil)
}

// SaveToApp is what Okta sends when the admin saves the actions of To App: that of
// [Client.TestConnector], and with Import Groups on the first page of groups.
func (c *Client) SaveToApp(ctx context.Context) Run {
	var run Run
	if run.add(c.TestConnector(ctx)) && c.config.ImportGroups {
		run.add(c.Send(ctx, "connector-groups", nil))
	}
	return run
}

// ListUsers asks for a page of users; start counts from 1.
func (c *Client) ListUsers(ctx context.Context, start, count int) Answer {
	return c.Send(ctx, "import-users", Vars{"startIndex": start, "count": count})
}

// ListGroups asks for a page of groups; start counts from 1.
func (c *Client) ListGroups(ctx context.Context, start, count int) Answer {
	return c.Send(ctx, "import-groups", Vars{"startIndex": start, "count": count})
}

// LookupUser asks for the user of that userName.
func (c *Client) LookupUser(ctx context.Context, userName string) Answer {
	return c.Send(ctx, "lookup-user", Vars{"userName": userName})
}

// LookupUserByEmail asks for the user of that address, as some custom apps do.
func (c *Client) LookupUserByEmail(ctx context.Context, email string) Answer {
	return c.Send(ctx, "lookup-user-by-email", Vars{"email": email})
}

// LookupGroup asks for the group of that name.
func (c *Client) LookupGroup(ctx context.Context, displayName string) Answer {
	return c.Send(ctx, "lookup-group", Vars{"displayName": displayName})
}

// ReadUser asks for a user by id.
func (c *Client) ReadUser(ctx context.Context, id string) Answer {
	return c.Send(ctx, "read-user", Vars{"id": id})
}

// ReadGroup asks for a group by id.
func (c *Client) ReadGroup(ctx context.Context, id string) Answer {
	return c.Send(ctx, "read-group", Vars{"id": id})
}

// CreateUser posts the user. As Okta puts a random password into every create,
// one is made up unless u has one or Extra says what to send instead.
func (c *Client) CreateUser(ctx context.Context, u User) Answer {
	if _, said := u.Extra["password"]; u.Password == "" && !said {
		u.Password = newPassword()
	}
	if c.err != nil {
		return Answer{Err: c.err}
	}
	s := c.shapes["create-user"]
	return c.Do(ctx, Request{Method: s.Method, Path: s.Path, Body: u.Resource()})
}

// CreateUserSPEC posts the user as Okta's SPEC test does: a lean body and
// application/json. Locale, externalId, password and Extra are not sent.
func (c *Client) CreateUserSPEC(ctx context.Context, u User) Answer {
	return c.Send(ctx, "create-user-spec", Vars{"userName": u.UserName, "givenName": u.GivenName,
		"familyName": u.FamilyName, "email": u.Email, "displayName": u.DisplayName, "active": u.Active})
}

// PutUser replaces a user.
func (c *Client) PutUser(ctx context.Context, id string, r Resource) Answer {
	return c.Send(ctx, "put-user", Vars{"id": id, "user": r})
}

// PatchUser sends one replace operation without a path.
func (c *Client) PatchUser(ctx context.Context, id string, value map[string]any) Answer {
	return c.Send(ctx, "patch-user", Vars{"id": id, "value": value})
}

// CreateGroup posts a group, empty or with members.
func (c *Client) CreateGroup(ctx context.Context, name string, members []Member) Answer {
	if len(members) == 0 {
		return c.Send(ctx, "create-group", Vars{"displayName": name})
	}
	return c.Send(ctx, "create-group-with-members", Vars{"displayName": name, "members": members})
}

// PutGroup replaces a group: its id, its name and its whole membership.
func (c *Client) PutGroup(ctx context.Context, id, name string, members []Member) Answer {
	return c.Send(ctx, "put-group", Vars{"id": id, "displayName": name, "members": list(members)})
}

// PatchGroup sends operations in one request.
func (c *Client) PatchGroup(ctx context.Context, id string, ops ...Operation) Answer {
	if ops == nil {
		ops = []Operation{}
	}
	return c.Send(ctx, "patch-group", Vars{"id": id, "operations": ops})
}

// DeleteGroup deletes a group.
func (c *Client) DeleteGroup(ctx context.Context, id string) Answer {
	return c.Send(ctx, "delete-group", Vars{"id": id})
}
