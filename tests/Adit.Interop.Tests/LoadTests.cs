using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Many of our clients from one process, without an interface, against a running server.</summary>
public sealed class LoadTests(PolicyFixture lab) : IClassFixture<PolicyFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private ClientNamespace _machine = null!;

    public async ValueTask InitializeAsync() => _machine = await ClientNamespace.CreateAsync(lab.Topology);

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    [Fact]
    public async Task Every_client_gets_a_session_and_answers_and_is_gone_afterwards()
    {
        var view = JsonDocument.Parse((await LoadAsync("anna", "--sessions 30 --rate 30 --hold 3 --traffic echo --packets 5 -o json 2>/dev/null")).Expect()).RootElement;

        Assert.Equal(30, view.GetProperty("opened").GetInt32());
        Assert.Equal(0, view.GetProperty("lost").GetInt32());
        Assert.True(view.GetProperty("echo").GetProperty("count").GetInt64() > 30, view.ToString());
        await Eventually.BecomesTrueAsync("the server has no session", Limit, async () => await lab.Server.CountSessionsAsync() == 0);
    }

    [Fact]
    public async Task Clients_that_are_refused_are_counted_by_their_code()
    {
        var result = await LoadAsync("mallory", "--sessions 3 --rate 3 --hold 0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("0 of 3 open", result.Output, StringComparison.Ordinal);
        Assert.Contains("Next: adit explain ", result.Output, StringComparison.Ordinal);
    }

    private Task<CommandResult> LoadAsync(string user, string options) => _machine.RunAsync(
        $"{Repository.Adit} load {Topology.ServerName} --user {user} --password-file {lab.Server.PasswordFile(user)} --ca {lab.Server.CaFile} {options}", Limit);
}
