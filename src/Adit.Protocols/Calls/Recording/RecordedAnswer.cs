using System.Diagnostics.CodeAnalysis;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Calls.Recording;

/// <summary>
/// Answers to a server's call as words. What proves or opens something is left out: keys are there or not, and a proof is zeros. What only
/// a client is told is not known here.
/// </summary>
internal static class RecordedAnswer
{
    private const int MaxEapLength = 4000;
    private const int MaxError = 9999;
    private const string Unknown = "unknown";

    public static string Of(PppAnswer answer) => answer switch
    {
        PppAnswer.Accepted accepted => string.Join(
            ' ',
            "accepted",
            RecordedText.Of(accepted.Identity),
            accepted.AuthenticatorResponse is null ? RecordedText.None : "proof",
            accepted.Keys.AreGenerated ? "keys" : RecordedText.None,
            RecordedText.Of(PppMask.MaskEap(accepted.EapPacket).Span)),
        PppAnswer.Rejected rejected => string.Join(
            ' ',
            "rejected",
            RecordedText.Of(rejected.Error),
            rejected.MayRetry ? "retry" : RecordedText.None,
            RecordedText.Of(rejected.Reason),
            RecordedText.Of(PppMask.MaskEap(rejected.EapPacket).Span)),
        PppAnswer.EapContinued continued => $"eap {RecordedText.Of(PppMask.MaskEap(continued.Packet).Span)}",
        PppAnswer.AddressGranted granted => string.Join(
            ' ',
            "address",
            granted.Settings.Server,
            granted.Settings.Client,
            ListOf(granted.Settings.Dns),
            ListOf(granted.Settings.Wins),
            granted.AllowsIpv6 ? "ipv6" : RecordedText.None),
        PppAnswer.AddressRefused refused => $"no-address {RecordedText.Of(refused.Reason)}",
        _ => Unknown,
    };

    public static string Of(TunnelAnswer answer) =>
        answer is TunnelAnswer.BindingChecked { IsRight: true } ? "binding right" : "binding wrong";

    /// <summary>A <see cref="PppAnswer"/> or a <see cref="TunnelAnswer"/>; null inside for one that no server is told.</summary>
    public static bool TryParse(string text, out object? answer)
    {
        answer = text.Split(' ') switch
        {
            ["accepted", var identity, var proof, var keys, var eap] => ReadAccepted(identity, proof, keys, eap),
            ["rejected", var error, var retry, var reason, var eap] => ReadRejected(error, retry, reason, eap),
            ["eap", var packet] when RecordedText.TryReadBytes(packet, MaxEapLength, out var bytes) => new PppAnswer.EapContinued(bytes),
            ["address", var server, var client, var dns, var wins, var ipv6] => ReadAddress(server, client, dns, wins, ipv6),
            ["no-address", var reason] when RecordedText.TryReadFailure(reason, out var failure) && failure is not null =>
                new PppAnswer.AddressRefused(failure),
            ["binding", "right"] => new TunnelAnswer.BindingChecked(IsRight: true),
            ["binding", "wrong"] => new TunnelAnswer.BindingChecked(IsRight: false),
            _ => null,
        };
        return answer is not null || text == Unknown;
    }

    private static PppAnswer.Accepted? ReadAccepted(string identity, string proof, string keys, string eap) =>
        RecordedText.TryReadBytes(eap, MaxEapLength, out var packet)
            ? new PppAnswer.Accepted(
                RecordedText.ReadText(identity), proof == RecordedText.None ? null : ChapTextMask.HiddenProof, KeysOf(keys != RecordedText.None))
            {
                EapPacket = packet,
            }
            : null;

    private static PppAnswer.Rejected? ReadRejected(string error, string retry, string reason, string eap) =>
        RecordedText.TryReadNumber(error, MaxError, out var number)
        && RecordedText.TryReadFailure(reason, out var failure) && failure is not null
        && RecordedText.TryReadBytes(eap, MaxEapLength, out var packet)
            ? new PppAnswer.Rejected((int)number, retry != RecordedText.None, failure) { EapPacket = packet }
            : null;

    private static PppAnswer.AddressGranted? ReadAddress(string server, string client, string dns, string wins, string ipv6) =>
        Ipv4Address.TryParse(server, out var ours)
        && Ipv4Address.TryParse(client, out var theirs)
        && TryReadList(dns, out var nameServers)
        && TryReadList(wins, out var netBiosServers)
            ? new PppAnswer.AddressGranted(new Ipv4Settings(ours, theirs, nameServers, netBiosServers), ipv6 != RecordedText.None)
            : null;

    /// <summary>Keys that open nothing: a replay asks only whether there are any.</summary>
    private static SessionKeys KeysOf(bool areGenerated)
    {
        const int length = 16;
        if (!areGenerated)
            return SessionKeys.NotGenerated;

        SessionKeys.TryCreate(new byte[length], new byte[length], out var keys);
        return keys;
    }

    private static string ListOf(IReadOnlyList<Ipv4Address> addresses) => addresses.Count == 0 ? RecordedText.None : string.Join(',', addresses);

    private static bool TryReadList(string word, [NotNullWhen(true)] out IReadOnlyList<Ipv4Address>? addresses)
    {
        addresses = [];
        if (word == RecordedText.None)
            return true;

        var list = new List<Ipv4Address>();
        addresses = list;
        foreach (var part in word.Split(','))
        {
            if (!Ipv4Address.TryParse(part, out var address))
                return false;

            list.Add(address);
        }

        return list.Count <= 2;
    }
}
