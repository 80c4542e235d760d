using Adit.Server.Control;

namespace Adit.Server.Tests.Control.Api;

/// <summary>Every route of the control API, by method and path: what docs/openapi.json is made of, together with the views themselves.</summary>
internal static class ApiOperations
{
    private static readonly ApiParameter Name = new("name", "string", "The account's name.", IsRequired: true);
    private static readonly ApiParameter Certificate = new("certificate", "string", "A serial number or SHA-256 thumbprint, in hexadecimal.", IsRequired: true);
    private static readonly ApiParameter Subject = new("subject", "string", "A user's name, or an id.", IsRequired: true);

    public static IReadOnlyDictionary<string, ApiOperation> All { get; } = new Dictionary<string, ApiOperation>(StringComparer.Ordinal)
    {
        ["GET /v1/status"] = new("How the server does.", typeof(ServerStatus)),
        ["GET /v1/sessions"] = new("The open sessions, oldest first.", typeof(IReadOnlyList<SessionView>)),
        ["DELETE /v1/sessions"] = new("Ends the session with this id, or every session of the user with this name.", typeof(DisconnectedView),
            ControlFault.Invalid, ControlFault.NotFound) { Parameters = [Subject] },
        ["POST /v1/drain"] = new("Turns new calls away while the open sessions go on, or takes calls again.", null, ControlFault.Invalid)
        {
            Parameters = [new("on", "boolean", "Whether new calls are turned away.", IsRequired: true)],
        },
        ["GET /v1/configuration"] = new("The configuration in force, every key with its value.", typeof(object)),
        ["POST /v1/reload"] = new("Reads the configuration again; where it has faults, nothing changes.", typeof(ReloadView), ControlFault.Invalid),
        ["POST /v1/revocation/lookup"] = new("Looks up whether certificates are revoked, as the server does for who signs in.", typeof(RevocationView),
            ControlFault.Invalid) { Body = typeof(LookupOrder) },
        ["POST /v1/revocation/flush"] = new("Forgets every revocation list and answer that the server keeps.", typeof(FlushedView)),
        ["GET /v1/radius"] = new("Who may ask us over RADIUS, and whom we ask.", typeof(RadiusView)),
        ["POST /v1/radius/test"] = new("Asks the servers of a group whether they are there, or has one decide on a user.", typeof(RadiusTestView),
            ControlFault.Invalid, ControlFault.NotFound) { Body = typeof(RadiusTestOrder) },
        ["GET /v1/policies"] = new("The policies in force, in the order in which they are looked at.", typeof(IReadOnlyList<PolicyView>)),
        ["POST /v1/policies/test"] = new("What policies would say to a request whose maker has proved who they are.", typeof(PolicyTrialView),
            ControlFault.Invalid) { Body = typeof(PolicyOrder) },
        ["GET /v1/accounts"] = new("All accounts, by name.", typeof(IReadOnlyList<AccountView>)),
        ["POST /v1/accounts"] = new("Adds an account, enabled.", null, ControlFault.Invalid, ControlFault.Conflict) { Body = typeof(AccountPassword) },
        ["DELETE /v1/accounts"] = new("Removes an account and ends its sessions.", null, ControlFault.Invalid, ControlFault.NotFound)
        {
            Parameters = [Name],
        },
        ["PUT /v1/accounts/password"] = new("Replaces an account's password, and ends its lockout.", null, ControlFault.Invalid, ControlFault.NotFound)
        {
            Body = typeof(AccountPassword),
        },
        ["PUT /v1/accounts/settings"] = new("Changes settings of an account, all or none of them.", null,
            ControlFault.Invalid, ControlFault.NotFound, ControlFault.Conflict)
        {
            Parameters = [Name], Body = typeof(AccountOrder),
        },
        ["POST /v1/accounts/import"] = new("Adds the accounts of a file, all or none of them where the order does not say otherwise.", typeof(SheetView),
            ControlFault.Invalid) { Body = typeof(SheetOrder) },
        ["GET /v1/accounts/export"] = new("All accounts without their passwords, as comma-separated values that can be imported.", typeof(string)) { MediaType = "text/csv" },
        ["POST /v1/accounts/enable"] = Change("Lets an account sign in."),
        ["POST /v1/accounts/disable"] = Change("Forbids an account to sign in, and ends its sessions."),
        ["POST /v1/accounts/unlock"] = Change("Ends an account's lockout."),
        ["GET /v1/denials"] = new("Who is denied, the oldest first.", typeof(IReadOnlyList<DenialView>)),
        ["POST /v1/denials"] = new("Denies a user, a group or a certificate from the next attempt on.", typeof(DeniedView), ControlFault.Invalid)
        {
            Body = typeof(DenialOrder),
        },
        ["DELETE /v1/denials"] = new("Takes a denial back.", null, ControlFault.Invalid, ControlFault.NotFound)
        {
            Parameters =
            [
                new("kind", "string", "user, group or certificate.", IsRequired: true),
                new("subject", "string", "The name, serial number or SHA-256.", IsRequired: true),
            ],
        },
        ["GET /v1/why"] = new("The newest attempt with this user name, attempt id or correlation id.", typeof(WhyView), ControlFault.Invalid)
        {
            Parameters = [Subject, new("from", "string", "Only attempts from this address.")],
        },
        ["GET /v1/attempts"] = new("The newest attempts first.", typeof(IReadOnlyList<AttemptView>), ControlFault.Invalid)
        {
            Parameters =
            [
                new("failed", "boolean", "Only those that failed."),
                new("since", "string", "Only those that began then or later, in ISO 8601."),
                new("limit", "integer", "At most so many: 1 to 1000, 20 where not given."),
            ],
        },
        ["GET /v1/attempts/export"] = new("One attempt, with the recording of its call where there is one.", typeof(AttemptView), ControlFault.Invalid, ControlFault.NotFound)
        {
            Parameters = [Subject],
        },
        ["GET /v1/attempts/nameless"] = new("What failed without ever giving a name, summed by address.", typeof(IReadOnlyList<NamelessView>), ControlFault.Invalid)
        {
            Parameters =
            [
                new("since", "string", "Only those that began then or later, in ISO 8601."),
                new("limit", "integer", "At most so many: 1 to 1000, 20 where not given."),
            ],
        },
        ["GET /v1/events"] = new(
            "What happens, as server-sent events: each with its id, its type, and as its data a ServerEvent. Comments come where nothing else does.",
            typeof(ServerEvent), ControlFault.Invalid, ControlFault.Conflict)
        {
            MediaType = "text/event-stream",
            Parameters =
            [
                new("Last-Event-ID", "integer", "Goes on behind the event of this id.", In: "header"),
                new("recent", "integer", "Begins with so many of the last events, where there is no Last-Event-ID: 0 to 1024, 0 where not given."),
                new("follow", "boolean", "Whether to go on with what happens from now on; true where not given."),
            ],
        },
        ["GET /v1/audit"] = new("Who changed what, and what was refused, newest first.", typeof(IReadOnlyList<AuditView>), ControlFault.Invalid)
        {
            Parameters =
            [
                new("since", "string", "Only from this time on, in ISO 8601."),
                new("actor", "string", "Only what this user of the machine did."),
                new("limit", "integer", "At most so many: 1 to 1000, 100 where not given."),
            ],
        },
        ["GET /v1/filters"] = new("The filters of interfaces in force, each rule with what it has met.", typeof(IReadOnlyList<FilterRuleView>)),
        ["GET /v1/ca"] = new("Our own CA, what it publishes and where.", typeof(AuthorityView)),
        ["GET /v1/ca/certificates"] = new("What our CA has issued, the newest first.", typeof(IReadOnlyList<IssuedView>)),
        ["POST /v1/ca/certificates"] = new("Issues a certificate for the key of a request.", typeof(NewCertificateView), ControlFault.Invalid)
        {
            Body = typeof(IssueOrder),
        },
        ["POST /v1/ca/renewals"] = new("Issues another certificate with the names of one that is not revoked.", typeof(NewCertificateView),
            ControlFault.Invalid, ControlFault.NotFound, ControlFault.Conflict)
        {
            Body = typeof(RenewalOrder),
        },
        ["POST /v1/ca/revocations"] = new("Revokes a certificate for good, and publishes the list anew.", typeof(IssuedView),
            ControlFault.Invalid, ControlFault.NotFound, ControlFault.Conflict)
        {
            Parameters = [Certificate, new("reason", "string", $"One of {string.Join(", ", StoreWords.Reasons)}; unspecified where not given.")],
        },
        ["GET /v1/certificates"] = new("The certificates of the stores.", typeof(IReadOnlyList<StoredView>), ControlFault.Invalid)
        {
            Parameters = [new("store", "string", $"Only of this store: one of {string.Join(", ", StoreWords.All)}.")],
        },
        ["POST /v1/certificates"] = new("Puts certificates, and perhaps a key, into a store.", typeof(ImportedView), ControlFault.Invalid)
        {
            Body = typeof(ImportOrder),
        },
        ["DELETE /v1/certificates"] = new("Takes a certificate out of a store, with its key.", null, ControlFault.Invalid, ControlFault.NotFound)
        {
            Parameters = [new("store", "string", "The store.", IsRequired: true), Certificate],
        },
        ["POST /v1/certificates/export"] = new("Gives a certificate of the stores or of our CA.", typeof(ExportedView),
            ControlFault.Invalid, ControlFault.NotFound)
        {
            Parameters = [Certificate, new("key", "boolean", "Whether to give its key, too, where that is exportable.")],
        },
        ["GET /v1/certificate-requests"] = new("The requests to other CAs that wait for their answer, the newest first.", typeof(IReadOnlyList<PendingRequestView>)),
        ["POST /v1/certificate-requests"] = new("Makes a key and a request to another CA.", typeof(PendingRequestView), ControlFault.Invalid)
        {
            Body = typeof(RequestOrder),
        },
        ["DELETE /v1/certificate-requests"] = new("Gives up a request, and its key.", null, ControlFault.Invalid, ControlFault.NotFound)
        {
            Parameters = [new("id", "string", "SHA-256 of its public key.", IsRequired: true)],
        },
        ["GET /v1/log"] = new("The rows of the log of decisions and reports that are asked for, the newest first.", typeof(IReadOnlyList<LogView>), ControlFault.Invalid)
        {
            Parameters =
            [
                new("user", "string", "Only those of this user or account."), new("reason", "string", "Only those with this failure code, or reason number."),
                new("kind", "string", "Only those of this kind."), new("since", "string", "Only from this time on, in ISO 8601."),
                new("after", "integer", "Only those behind the row of this number, the oldest first."),
                new("limit", "integer", "At most so many: 1 to 10000, 100 where not given."),
            ],
        },
        ["GET /metrics"] = new("What the server counts, in Prometheus' text format.", typeof(string)) { MediaType = "text/plain" },
        ["GET /openapi.json"] = new("This description.", typeof(object)),
    };

    private static ApiOperation Change(string summary) => new(summary, null, ControlFault.Invalid, ControlFault.NotFound) { Parameters = [Name] };
}
