using System.Net;
using System.Net.Sockets;
using Adit.Protocols.Dns;

namespace Adit.Client.Doctor;

/// <summary>Asks one name server for a name, past whatever this machine has in its caches and files.</summary>
internal static class DnsResolver
{
    private const int MaxAnswer = 4096;
    private const string ResolverFilePath = "/etc/resolv.conf";
    private const int MaxConfigured = 3; // the resolver of libc takes no more

    /// <summary>The name servers of this machine.</summary>
    public static IReadOnlyList<IPEndPoint> ListConfigured()
    {
        try
        {
            return [.. File.ReadLines(ResolverFilePath)
                .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words is ["nameserver", ..]).Select(words => words.Length > 1 && IPAddress.TryParse(words[1], out var address) ? address : null)
                .OfType<IPAddress>().Take(MaxConfigured).Select(address => new IPEndPoint(address, 53))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>What the server says, in words and as addresses.</summary>
    public static async Task<ResolverSight> AskAsync(IPEndPoint server, string name, TimeSpan time, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(AskAsync(server, name, DnsType.A, time, cancellation), AskAsync(server, name, DnsType.Aaaa, time, cancellation));
        IPAddress[] addresses = [.. answers.SelectMany(answer => answer?.Addresses ?? []).Distinct()];
        var said = addresses.Length > 0 ? string.Join(", ", addresses.AsEnumerable())
            : Array.Exists(answers, answer => answer?.Code is DnsAnswer.NoSuchName) ? "no such name"
            : Array.Find(answers, answer => answer is { Code: > 0 }) is { } refused ? FormattableString.Invariant($"error {refused.Code}")
            : Array.Exists(answers, answer => answer is not null) ? "no address"
            : "no answer";
        return new ResolverSight(server.ToString(), said, addresses, Array.Exists(answers, answer => answer is not null));
    }

    private static async Task<DnsAnswer?> AskAsync(IPEndPoint server, string name, DnsType type, TimeSpan time, CancellationToken cancellation)
    {
        if (DnsQuery.Write((ushort)Random.Shared.Next(ushort.MaxValue), name, type) is not { } query)
            return null;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(time);
        try
        {
            using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(server, patience.Token);
            await socket.SendAsync(query, patience.Token);
            var buffer = new byte[MaxAnswer];
            while (true)
            {
                var length = await socket.ReceiveAsync(buffer, patience.Token);
                if (DnsAnswer.TryParse(query, buffer.AsSpan(0, length), out var answer))
                    return answer;
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }
}

/// <summary>What one resolver says of a name.</summary>
/// <param name="Resolver">Who.</param>
/// <param name="Said">Its answer in words.</param>
/// <param name="Addresses">The addresses in it.</param>
/// <param name="Answered">Whether it answered at all.</param>
internal sealed record ResolverSight(string Resolver, string Said, IReadOnlyList<IPAddress> Addresses, bool Answered);
