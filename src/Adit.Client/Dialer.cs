using System.Net;
using System.Net.Sockets;
using Adit.Linux.Sockets;

namespace Adit.Client;

/// <summary>Finds the server's addresses and makes a TCP connection to the first that answers.</summary>
internal static class Dialer
{
    /// <summary>Connects; throws <see cref="ConnectException"/> with the failure of the address that came furthest.</summary>
    public static async Task<Socket> DialAsync(string host, int port, TimeSpan stepTime, CancellationToken cancellation) =>
        await DialAsync(await ResolveAsync(host, stepTime, cancellation), host, port, stepTime, cancellation);

    /// <summary>The same with addresses that are known already.</summary>
    public static async Task<Socket> DialAsync(
        IReadOnlyList<IPAddress> addresses, string host, int port, TimeSpan stepTime, CancellationToken cancellation)
    {
        ConnectException? failed = null;
        foreach (var address in addresses)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(address, port), host, stepTime, cancellation);
            }
            catch (ConnectException e)
            {
                failed = failed is null || Progress(e) > Progress(failed) ? e : failed;
            }
        }

        throw failed ?? new ConnectException(new ClientFailure.NameNotResolved(host));
    }

    /// <summary>A refusal tells more than silence, and silence more than a missing route, as to IPv6 where there is none.</summary>
    private static int Progress(ConnectException e) => e.Failure switch
    {
        ClientFailure.ConnectionRefused => 2,
        ClientFailure.ServerSilent => 1,
        _ => 0,
    };

    /// <summary>The addresses of a name; throws <see cref="ConnectException"/> where it has none.</summary>
    public static async Task<IPAddress[]> ResolveAsync(string host, TimeSpan stepTime, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellation).WaitAsync(stepTime, cancellation);
        }
        catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException)
        {
            throw new ConnectException(new ClientFailure.NameNotResolved(host), e);
        }
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint server, string host, TimeSpan stepTime, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(stepTime);
        Socket? socket = null;
        try
        {
            socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await SocketWaits.ConnectAsync(socket, server, patience.Token);
            return socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket?.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw new ConnectException(FailureOf(e, host, server.Port), e);
        }
    }

    private static ClientFailure FailureOf(Exception e, string host, int port) => (e as SocketException)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new ClientFailure.ConnectionRefused(host, port),
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.AddressNotAvailable
            or SocketError.AddressFamilyNotSupported => new ClientFailure.NetworkUnreachable(host),
        _ => new ClientFailure.ServerSilent(host, port),
    };
}
