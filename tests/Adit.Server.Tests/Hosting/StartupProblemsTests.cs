using System.Net.Sockets;
using Adit.Access.Auditing;
using Adit.Access.Sealing;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Hosting;
using Adit.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Adit.Server.Tests.Hosting;

public sealed class StartupProblemsTests
{
    private static readonly UpOptions Options = new([], ConfigurationFile: null, "/var/lib/adit");

    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "[::]:443 is taken by another program.", "ss -ltnp")]
    [InlineData(SocketError.AddressNotAvailable, "[::]:443 is no address of this machine.", "ip address")]
    [InlineData(SocketError.AccessDenied, "This process may not listen at [::]:443.", "CAP_NET_BIND_SERVICE")]
    public void A_port_that_cannot_be_had_is_named_with_the_reason_and_a_next_step(SocketError error, string cause, string nextStep)
    {
        var problem = StartupProblems.OfListening("[::]:443", new SocketException((int)error));

        Assert.Equal(cause, problem.Message);
        Assert.Contains(nextStep, problem.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exposed_key_file_has_the_command_that_mends_it() => Assert.StartsWith(
        "If nobody else has read it: chmod 600 /s/seal.key.",
        Of(new SealingException(new SealingFailure.TooOpen("/s/seal.key", UnixFileMode.OtherRead))).NextStep, StringComparison.Ordinal);

    [Fact]
    public void A_newer_database_asks_for_the_newer_program() => Assert.StartsWith(
        "Install the newer Adit again", Of(new StorageException(new StorageFailure.NewerSchema("/s/adit.db", 9, 1))).NextStep, StringComparison.Ordinal);

    [Fact]
    public async Task A_fault_of_the_file_has_the_same_next_steps_at_a_start_and_at_a_reload()
    {
        var fault = new ConfigurationException("adit.yaml", [new(1, 1, "no", "Do this."), new(2, 1, "no", "Do that."), new(3, 1, "no", "Do this.")]);
        using var reloader = new ConfigurationReloader(
            "adit.yaml", () => throw fault, ConfigurationSnapshot.Defaults, new LiveConfiguration(new ServerConfiguration()), []);
        var control = new ConfigurationControl(reloader, Options, new NoAudit(), new EventHub(TimeProvider.System), TimeProvider.System, NullLogger.Instance);

        var refused = await Assert.ThrowsAsync<ControlException>(async () => await control.ReloadAsync(Actor.Signal, TestContext.Current.CancellationToken));

        Assert.Equal("Do this. Do that.", Of(fault).NextStep);
        Assert.Equal("Do this. Do that. Nothing has been changed.", refused.Problem.NextStep);
    }

    [Fact]
    public void What_we_did_not_foresee_is_told_whole_and_called_ours()
    {
        var problem = Of(new InvalidOperationException("surprise"));

        Assert.Contains("surprise", problem.Message, StringComparison.Ordinal);
        Assert.Equal("Please report it.", problem.NextStep);
    }

    private static StartupException Of(Exception e) => StartupProblems.Of(e, Options);

    private sealed class NoAudit : IAuditLog
    {
        public ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => default;

        public ValueTask<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken) => new([]);
    }
}
