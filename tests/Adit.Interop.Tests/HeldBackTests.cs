using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>A firewall lets the call be made and holds back what flows in it. Where it stands, neither end can see; the server knows who else gets in meanwhile.</summary>
public sealed class HeldBackTests(DoctorFixture lab, ITestOutputHelper output) : IClassFixture<DoctorFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    [Scenario("A12")]
    [Scenario("A13")]
    public async Task Data_that_a_firewall_holds_back_ends_as_721_wherever_it_stands_and_from_elsewhere_all_is_well()
    {
        await using var desk = new Desk(await NetworkNamespace.CreateAsync());
        await using var office = await BuildOfficeAsync(desk.Network);
        await using var beforeTheClient = await RecordFirewall.StartAsync(office, "desk", lab.Topology.Folder);
        var fromTheOffice = IsHeldBackAsync(desk.Network, "A12");
        await Eventually.BecomesTrueAsync("the server waits for the desk", Limit, async () =>
            (await lab.Server.AskAsync("attempts")).Output.Contains("10.97.0.2", StringComparison.Ordinal));
        Assert.Empty((await lab.ExamineAsync(Topology.ServerName)).Bad);

        await using var beforeTheServer = await RecordFirewall.StartAsync(lab.Topology.Gateway, "client", lab.Topology.Folder);
        await Task.WhenAll(fromTheOffice, IsHeldBackAsync(lab.Client.Network, "A13"));
    }

    /// <summary>A desk whose only way out is the office's router.</summary>
    private async Task<NetworkNamespace> BuildOfficeAsync(NetworkNamespace desk)
    {
        var office = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.ConnectAsync("office", lab.Topology.Gateway, "10.97.0.1/24", office, "10.97.0.2/24");
        await NetworkNamespace.ConnectAsync("desk", office, "10.96.0.1/24", desk, "10.96.0.2/24");
        await office.IpAsync($"route add {Addresses.Gateway} via 10.97.0.1");
        await desk.IpAsync("route add default via 10.96.0.1");
        await NetworkFiles.WriteAsync(desk, $"{Addresses.Gateway} {Topology.ServerName}");
        return office;
    }

    private async Task IsHeldBackAsync(NetworkNamespace place, string atServer)
    {
        var examining = lab.ExamineFromAsync(place, Topology.ServerName);
        await using var client = AditClient.StartIn(place, lab.Server.CaFile, DoctorFixture.User, lab.Server.PasswordFile(DoctorFixture.User),
            "--no-reconnect", "--no-default-route", "--json");
        await client.WaitForExitAsync(Limit);
        output.WriteLine(client.Output);
        var (code, windows, cases) = new CallOutcome(client.Output, Why: null).ReadEnd();
        Assert.Equal(("PPP-101", "721", "link-silent"), (code, windows, string.Join(' ', cases)));

        var found = await examining;
        output.WriteLine(found.Text);
        Assert.Equal(["PPP-101 link-silent"], found.Bad);
        await IsNamedAtTheServerAsync(JsonDocument.Parse(client.Output.Split('\n')[0]).RootElement.GetProperty("correlationId").GetString()!, atServer);
    }

    /// <summary>The call's number is all that leads to its record: no name was ever heard.</summary>
    private async Task IsNamedAtTheServerAsync(string correlationId, string atServer)
    {
        JsonElement why = default;
        await Eventually.BecomesTrueAsync("the server has given up", Limit, async () =>
        {
            var asked = await lab.Server.AskAsync("why", correlationId, "-o", "json"); // it is not known by its number before
            if (asked.ExitCode != 0)
                return false;

            why = JsonDocument.Parse(asked.Output).RootElement;
            return why.GetProperty("groups").GetArrayLength() > 0;
        });
        output.WriteLine(why.ToString());
        Assert.Equal([atServer], why.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()));
    }

    private sealed record Desk(NetworkNamespace Network) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Network.DisposeAsync();
            NetworkFiles.Delete(Network);
        }
    }
}
