using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;

namespace Adit.Interop.Relay;

/// <summary>Carries EAP from the one side to the other, changing nothing but the identifier of the first response.</summary>
internal sealed class EapRelay(RadiusSide server, PppSide call, HostapPeer peer)
{
    private const int KeyLength = 32;

    /// <summary>Zero where the peer was let in and its session was open until the end that was wished.</summary>
    public async Task<int> RunAsync(CancellationToken ending)
    {
        var identity = (await server.ReceiveAsync(CancellationToken.None)).ToArray();
        await foreach (var bytes in call.Packets.ReadAllAsync(CancellationToken.None))
        {
            if (!EapPacket.TryParse(bytes, out var packet))
                throw new InvalidOperationException("The gateway sent what is no EAP packet.");
            switch (packet)
            {
                case { Code: EapCode.Request, Type: EapType.Identity }:
                    identity[1] = packet.Identifier; // the peer was asked by its own gateway, which is eapol_test
                    call.Answer(new PppAnswer.EapResponded(identity, Known: null));
                    break;
                case { Code: EapCode.Request }:
                    await server.ContinueAsync(bytes);
                    call.Answer(new PppAnswer.EapResponded(await server.ReceiveAsync(CancellationToken.None), Known: null));
                    break;
                case { Code: EapCode.Success }:
                    await server.AcceptAsync(bytes);
                    return await BindAsync(ending);
                default:
                    await server.RejectAsync(bytes);
                    await peer.FinishAsync(CancellationToken.None);
                    return 1;
            }
        }

        return 1;
    }

    private async Task<int> BindAsync(CancellationToken ending)
    {
        var key = await peer.FinishAsync(CancellationToken.None) ?? throw new InvalidOperationException("The peer shows no key.");
        if (!SessionKeys.TryCreate(key.AsSpan(0, KeyLength).ToArray(), key.AsSpan(KeyLength).ToArray(), out var keys))
            throw new InvalidOperationException("The peer's key is none.");

        call.Answer(new PppAnswer.EapSucceeded("anybody", keys));
        await call.Opened;
        Console.WriteLine("OPEN");
        await Task.WhenAny(call.Packets.Completion, Task.Delay(Timeout.InfiniteTimeSpan, ending));
        return ending.IsCancellationRequested ? 0 : 1;
    }
}
