using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Access.Policies;
using Adit.Access.Sealing;
using Adit.Access.Tests.Accounting;
using Adit.Access.Tests.Accounts;
using Adit.Protocols;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Policies;

public sealed class PolicyAuthorityTests : IDisposable
{
    private const string Password = "clientPass1";

    private static readonly byte[] _identity = [2, 1, 0, 10, 1, .. "alice"u8];

    private readonly VirtualTime _time = new();
    private readonly InMemoryAccountStore _store = new();
    private readonly AccountService _accounts;
    private readonly BuiltInAuthority _builtIn;
    private readonly List<Decision> _decisions = [];
    private readonly PolicyAuthority _authority;
    private PolicySet _policies = PolicySet.Default;
    private IAuthority? _remote;
    private bool _allowsFirst;

    public PolicyAuthorityTests()
    {
        var sealer = new SecretSealer(new byte[SecretSealer.KeyLength]);
        _accounts = new AccountService(_store, sealer, _time);
        _builtIn = new BuiltInAuthority(_store, new InMemorySessionStore(), sealer, () => new AccessOptions { EapMethods = [EapType.GenericTokenCard] }, _time);
        var eap = new EapAuthority(_builtIn, () => new AccessOptions { EapMethods = [EapType.GenericTokenCard] }, new Zeros(), _time);
        _authority = new PolicyAuthority(eap, () => _policies, _time) { Log = new ListLog(_decisions), Remotes = new OneGroup(() => _remote), AllowsMsChapV1 = () => _allowsFirst };
    }

    public void Dispose() => _builtIn.Dispose();

    [Fact]
    public async Task Without_policies_everybody_with_an_account_enters()
    {
        await AddAliceAsync();

        Assert.IsType<AccessReply.Accept>(await AskAsync("alice", Password));
        Assert.Equal(("(all requests)", "(all accounts)", AccessReason.None, "alice"),
            (_decisions[0].ConnectionPolicy, _decisions[0].NetworkPolicy, _decisions[0].Reason, _decisions[0].Account));
    }

    [Fact]
    public async Task The_decision_tells_once_that_an_account_is_locked_and_once_that_its_lock_has_run_out()
    {
        await AddAliceAsync();
        var rule = new AccessOptions().Lockout;

        for (var i = 0; i < rule.MaxFailures + 1; i++)
            await AskAsync("alice", "a wrong one");
        _time.Now += rule.Duration;
        await AskAsync("alice", "a wrong one");
        await AskAsync("alice", Password);

        Assert.Equal([rule.MaxFailures - 1], _decisions.Index().Where(each => each.Item.HasLocked).Select(each => each.Index));
        Assert.Equal([rule.MaxFailures + 1], _decisions.Index().Where(each => each.Item.HasUnlocked).Select(each => each.Index));
    }

    [Fact]
    public async Task What_the_policy_sets_comes_with_the_accept()
    {
        await AddAliceAsync();
        _policies = Network(new NetworkPolicy
        {
            Name = "All", Class = "guests", SessionTimeout = TimeSpan.FromHours(1), IdleTimeout = TimeSpan.FromMinutes(5), Settings = new SessionSettings { Mtu = 1300 },
        });

        var accept = Assert.IsType<AccessReply.Accept>(await AskAsync("alice", Password));

        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 1300u, "guests"),
            (accept.SessionTimeout, accept.IdleTimeout, accept.Settings.Mtu!.Value, Encoding.UTF8.GetString(accept.Classes[0].Span)));
        Assert.Contains("network=All", accept.Trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_before_any_network_policy_is_looked_at()
    {
        await AddAliceAsync();
        _policies = Network();

        Assert.Equal(AccessReason.WrongCredentials, Assert.IsType<AccessReply.Reject>(await AskAsync("alice", "wrong")).Reason);
        Assert.Null(_decisions[0].NetworkPolicy);
    }

    [Fact]
    public async Task MS_CHAP_of_version_1_is_no_method_unless_it_is_allowed()
    {
        await AddAliceAsync();
        var hash = MsChapV2.NtPasswordHash(Password);
        var response = new byte[24];
        MsChapV2.ChallengeResponse(new byte[8], hash, response);
        var asked = new AccessCredentials.MsChapV1(new MsChapV1Exchange(7, "alice", new byte[8], response));

        Assert.Equal(AccessReason.MethodNotAllowed, Assert.IsType<AccessReply.Reject>(await AskAsync(asked)).Reason);
        _allowsFirst = true;
        var accept = Assert.IsType<AccessReply.Accept>(await AskAsync(asked));
        Assert.Equal(MsChapV1.DeriveKeys(hash), accept.ChapMppeKeys.ToArray());
        Assert.False(accept.Keys.AreGenerated);
        Assert.Equal(AuthenticationType.MsChap, _decisions[^1].AuthenticationType);
    }

    [Fact]
    public async Task A_response_to_LAN_Manager_s_hash_is_never_taken()
    {
        await AddAliceAsync();
        _allowsFirst = true;

        var reply = await AskAsync(new AccessCredentials.MsChapV1(new MsChapV1Exchange(7, "alice", new byte[8], default)));

        Assert.Equal(AccessReason.MethodNotAllowed, Assert.IsType<AccessReply.Reject>(reply).Reason);
        Assert.Equal(0, Assert.Single(await _store.ListAsync(default)).Failures);
    }

    [Fact]
    public async Task Over_EAP_who_matches_no_policy_is_refused_before_a_password_is_asked_for()
    {
        await AddAliceAsync();
        _policies = Network(new NetworkPolicy { Name = "Staff", Conditions = [new Condition.Groups("windowsGroups", ["staff"], OfMachines: null)] });

        var reject = Assert.IsType<AccessReply.Reject>(await AskAsync(new AccessCredentials.Eap("alice", _identity, default)));

        Assert.Equal((AccessReason.NoNetworkPolicy, "04010004"), (reject.Reason, Convert.ToHexStringLower(reject.EapPacket.Span)));
        Assert.Equal("alice", Assert.Single(_decisions).Account);
    }

    [Fact]
    public async Task Over_EAP_a_name_without_account_is_asked_for_a_password_as_any_other()
    {
        _policies = Network(new NetworkPolicy { Name = "Staff", Conditions = [new Condition.Groups("windowsGroups", ["staff"], OfMachines: null)] });

        Assert.IsType<AccessReply.Challenge>(await AskAsync(new AccessCredentials.Eap("alice", _identity, default)));
        Assert.Empty(_decisions);
    }

    [Fact]
    public async Task At_the_end_of_EAP_policies_know_the_method()
    {
        await AddAliceAsync();
        _policies = Network(new NetworkPolicy { Name = "Cards", EapTypes = [EapType.GenericTokenCard] });
        var challenge = Assert.IsType<AccessReply.Challenge>(await AskAsync(new AccessCredentials.Eap("alice", _identity, default)));

        byte[] answer = [2, challenge.EapPacket.Span[1], 0, (byte)(5 + Password.Length), 6, .. Encoding.UTF8.GetBytes(Password)];
        Assert.IsType<AccessReply.Accept>(await AskAsync(new AccessCredentials.Eap("alice", answer, challenge.State)));

        var decision = Assert.Single(_decisions);
        Assert.Equal((AuthenticationType.Eap, EapType.GenericTokenCard, "Cards"), (decision.AuthenticationType, decision.EapMethod, decision.NetworkPolicy));
    }

    [Fact]
    public async Task A_name_is_looked_up_as_the_connection_request_policy_has_made_it()
    {
        await AddAliceAsync();
        _policies = Connection(new ConnectionPolicy { Name = "Ours", UserName = [new NameRule(PolicyPattern.Parse("@example\\.com$")!, "")] });

        Assert.Equal("alice", Assert.IsType<AccessReply.Accept>(await AskAsync("alice@example.com", Password)).Identity);
    }

    [Fact]
    public async Task Without_a_connection_request_policy_nobody_is_asked()
    {
        await AddAliceAsync();
        _policies = Connection();

        Assert.Equal(AccessReason.NoConnectionPolicy, Assert.IsType<AccessReply.Reject>(await AskAsync("alice", Password)).Reason);
    }

    [Fact]
    public async Task A_remote_group_decides_what_its_policy_sends_there()
    {
        var remote = new Recorder();
        _remote = remote;
        _policies = Connection(new ConnectionPolicy
        {
            Name = "Partner", Authenticate = ConnectionTarget.Remote, RemoteGroup = "partner", UserName = [new NameRule(PolicyPattern.Parse("@.*$")!, "")],
        });

        Assert.IsType<AccessReply.Accept>(await AskAsync("bob@partner.example", "x"));
        Assert.Equal(("bob", "partner", null), (remote.Asked!.UserName, _decisions[0].RemoteGroup, _decisions[0].NetworkPolicy));
    }

    [Fact]
    public async Task A_remote_group_that_does_not_exist_is_a_reason_of_its_own()
    {
        _policies = Connection(new ConnectionPolicy { Name = "Partner", Authenticate = ConnectionTarget.Remote, RemoteGroup = "partner" });

        Assert.Equal(AccessReason.UnknownRemoteGroup, Assert.IsType<AccessReply.Reject>(await AskAsync("bob", "x")).Reason);
    }

    [Fact]
    public async Task Who_is_accepted_without_proof_needs_a_method_that_makes_no_keys()
    {
        _policies = Connection(new ConnectionPolicy { Name = "Open", Authenticate = ConnectionTarget.Accept });

        Assert.IsType<AccessReply.Accept>(await AskAsync("anybody", ""));
        Assert.Equal(AccessReason.MethodNotAllowed,
            Assert.IsType<AccessReply.Reject>(await AskAsync(new AccessCredentials.Eap("anybody", _identity, default))).Reason);
    }

    private static PolicySet Network(params NetworkPolicy[] policies) => PolicySet.Default with { Network = policies };

    private static PolicySet Connection(params ConnectionPolicy[] policies) => PolicySet.Default with { Connection = policies };

    private async Task AddAliceAsync() =>
        Assert.Null(await _accounts.AddAsync("alice", PasswordKind.NtHash, Password, null, null, "root", default));

    private ValueTask<AccessReply> AskAsync(string name, string password) => AskAsync(new AccessCredentials.Pap(name, Encoding.UTF8.GetBytes(password)));

    private ValueTask<AccessReply> AskAsync(AccessCredentials credentials) =>
        _authority.DecideAsync(new AccessRequest(credentials, "s-1", "gw", "192.0.2.1", null), CancellationToken.None);

    private sealed class ListLog(List<Decision> decisions) : IDecisionLog
    {
        public void Record(AccessRequest request, Decision decision) => decisions.Add(decision);
    }

    private sealed class OneGroup(Func<IAuthority?> find) : IRemoteAuthorities
    {
        public IAuthority? Find(string group) => find();
    }

    private sealed class Recorder : IAuthority
    {
        public AccessRequest? Asked { get; private set; }

        public ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken)
        {
            Asked = request;
            return new(new AccessReply.Accept(request.UserName, 0, null, SessionKeys.NotGenerated));
        }

        public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) => default;
    }

    private sealed class Zeros : IRandomSource
    {
        private byte _next;

        public void Fill(Span<byte> bytes) => bytes.Fill(_next++);
    }
}
