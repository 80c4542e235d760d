using System.Net.Sockets;
using System.Text;
using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

public sealed class ControlApiTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _state = new();
    private readonly FakeServerControl _server = new();
    private ControlListener _listener = null!;
    private ControlClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _listener = await ControlListener.StartAsync(_state.Path, _server);
        _client = new ControlClient(_state.Path);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _listener.DisposeAsync();
        _state.Dispose();
    }

    [Fact]
    public async Task The_status_arrives_as_it_was_given()
    {
        var status = await _client.GetStatusAsync(CancellationToken.None);

        Assert.Equal(["0.0.0.0:443", "[::]:443"], status.Listeners);
        Assert.Equal(new PoolView("10.7.0.0/24", 1, 252), status.Pool);
        Assert.Equal(FakeServerControl.Started, status.StartedUtc);
    }

    [Fact]
    public async Task A_session_arrives_as_it_was_given()
    {
        _server.Sessions.Add(FakeServerControl.CreateSession());

        Assert.Equal(_server.Sessions, await _client.ListSessionsAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("DOM\\anna/o'brien %2F?&=é")]
    [InlineData("..")]
    public async Task A_user_of_any_name_can_be_disconnected(string user)
    {
        _server.Sessions.Add(FakeServerControl.CreateSession(user: user));

        Assert.Equal(1, await _client.DisconnectAsync(user, CancellationToken.None));
    }

    [Fact]
    public async Task To_disconnect_nobody_is_not_found()
    {
        var refusal = await Assert.ThrowsAsync<ControlException>(() => _client.DisconnectAsync("nobody", CancellationToken.None));

        Assert.Equal((ControlFault.NotFound, "no-session"), (refusal.Fault, refusal.Problem.Code));
    }

    [Fact]
    public async Task Every_change_to_an_account_reaches_the_server()
    {
        await _client.AddAccountAsync(new AccountPassword("anna", "first"), CancellationToken.None);
        await _client.SetPasswordAsync(new AccountPassword("anna", "second"), CancellationToken.None);
        await _client.SetEnabledAsync("anna", enabled: false, CancellationToken.None);
        await _client.SetEnabledAsync("anna", enabled: true, CancellationToken.None);
        await _client.UnlockAccountAsync("anna", CancellationToken.None);
        await _client.RemoveAccountAsync("anna", CancellationToken.None);

        Assert.Equal(["add anna first", "passwd anna second", "disable anna", "enable anna", "unlock anna", "remove anna"], _server.Changes);
    }

    [Fact]
    public async Task A_change_names_the_user_that_the_kernel_vouches_for()
    {
        await _client.AddAccountAsync(new AccountPassword("anna", "first"), CancellationToken.None);

        Assert.Equal(Environment.UserName, Assert.Single(_server.Actors).Name);
    }

    [Fact]
    public async Task A_refusal_of_the_server_arrives_with_its_cause_and_next_step()
    {
        await _client.AddAccountAsync(new AccountPassword("anna", "first"), CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<ControlException>(
            () => _client.AddAccountAsync(new AccountPassword("anna", "again"), CancellationToken.None));

        Assert.Equal(ControlFault.Conflict, refusal.Fault);
        Assert.Equal(new ProblemView("account-exists", "'anna' is there already.", "Choose another name."), refusal.Problem);
    }

    [Fact]
    public async Task A_fault_of_the_server_is_told_without_its_details()
    {
        _server.IsBroken = true;

        var refusal = await Assert.ThrowsAsync<ControlException>(() => _client.GetStatusAsync(CancellationToken.None));

        Assert.Equal(ControlFault.Failed, refusal.Fault);
        Assert.DoesNotContain("secret", refusal.Problem.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_arrives_with_its_stages_and_facts()
    {
        _server.Attempts.Add(FakeServerControl.CreateAttempt());

        var why = await _client.WhyAsync("anna", "192.0.2.7", CancellationToken.None);

        Assert.Equivalent(_server.Attempts[0], why.Attempt);
        Assert.Equal("192.0.2.7", _server.AskedFrom);
    }

    [Fact]
    public async Task Attempts_can_be_limited_to_failures_and_to_a_number()
    {
        _server.Attempts.AddRange([
            FakeServerControl.CreateAttempt("a-1"),
            FakeServerControl.CreateAttempt("a-2", failureCode: null),
            FakeServerControl.CreateAttempt("a-3"),
            FakeServerControl.CreateAttempt("a-4"),
        ]);

        var attempts = await _client.ListAttemptsAsync(new AttemptFilter { FailedOnly = true, Limit = 2 }, CancellationToken.None);

        Assert.Equal(["a-1", "a-3"], attempts.Select(attempt => attempt.Id));
    }

    [Fact]
    public async Task A_limit_beyond_reason_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<ControlException>(
            () => _client.ListAttemptsAsync(new AttemptFilter { Limit = 1001 }, CancellationToken.None));

        Assert.Equal(ControlFault.Invalid, refusal.Fault);
    }

    [Theory]
    [InlineData("{\"name\":\"anna\"}")]
    [InlineData("{\"name\":\"\",\"password\":\"x\"}")]
    [InlineData("not json")]
    [InlineData("null")]
    public async Task A_body_that_is_no_account_is_refused_with_a_problem(string body)
    {
        var answer = await SendRawAsync($"POST /v1/accounts HTTP/1.1\r\nHost: adit\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"request-unreadable\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        var answer = await SendRawAsync("POST /v1/accounts HTTP/1.1\r\nHost: adit\r\nContent-Length: 20000\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void The_socket_and_its_directory_are_closed_to_others()
    {
        Assert.Equal((UnixFileMode)0b111_101_000, File.GetUnixFileMode(Path.Combine(_state.Path, "run")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_listener.SocketPath));
    }

    [Fact]
    public async Task A_second_server_in_the_same_directory_is_refused()
    {
        var refusal = await Assert.ThrowsAsync<ControlException>(() => ControlListener.StartAsync(_state.Path, _server));

        Assert.Equal("already-running", refusal.Problem.Code);
    }

    [Fact]
    public async Task What_a_killed_server_left_behind_does_not_stop_the_next()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "run", "control.sock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            killed.Bind(new UnixDomainSocketEndPoint(path));

        await File.WriteAllTextAsync(path + ".left", ""); // the runtime deletes a bound path when it closes; a kill does not
        File.Move(path + ".left", path, overwrite: true);

        await using var listener = await ControlListener.StartAsync(directory.Path, _server);

        Assert.Equal(path, listener.SocketPath);
    }

    [Fact]
    public async Task Without_a_server_the_client_says_so()
    {
        using var directory = new TemporaryDirectory();
        using var client = new ControlClient(directory.Path);

        var refusal = await Assert.ThrowsAsync<ControlException>(() => client.GetStatusAsync(CancellationToken.None));

        Assert.Equal(ControlFault.NotRunning, refusal.Fault);
    }

    [Fact]
    public void A_path_too_long_for_a_socket_is_refused_in_words()
    {
        var refusal = Assert.Throws<ControlException>(() => new ControlClient("/" + new string('x', 120)));

        Assert.Equal("path-too-long", refusal.Problem.Code);
    }

    [Fact]
    public void A_password_is_not_printed() =>
        Assert.DoesNotContain("hunter2", new AccountPassword("anna", "hunter2").ToString(), StringComparison.Ordinal);

    private async Task<string> SendRawAsync(string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_listener.SocketPath));
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
