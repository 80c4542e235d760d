using System.Buffers.Binary;

namespace Adit.Protocols.Ppp;

/// <summary>The options of LCP (RFC 1661 §6): what we ask for, and what we make of what the peer asks for.</summary>
internal sealed class LcpNegotiation(PppRole role, PppOptions options, IRandomSource random) : INegotiation
{
    private const int DefaultMru = 1500;
    private const int MinMru = 576;
    private const int MaxMru = PppFrame.MaxLength - PppFrame.HeaderLength;

    private readonly HashSet<LcpOptionType> _given = [];
    private readonly List<PppMethod> _methods = [.. options.Methods]; // what a server may still ask for
    private int _mru = options.Mru;
    private int _collisions;
    private int _returned;
    private int _unmetRequests;
    private PeerOptions _peer = new();

    /// <summary>What the peer's last acknowledged Configure-Request said.</summary>
    private sealed record PeerOptions
    {
        public int Mru { get; init; } = DefaultMru;

        public PppMethod? Method { get; init; }

        public bool TakesCompressedProtocol { get; init; }

        public bool TakesCompressedAddress { get; init; }
    }

    public PppProtocol Protocol => PppProtocol.Lcp;

    public int PeerMru => _peer.Mru;

    /// <summary>Our magic number; 0 where the peer will not have one.</summary>
    public uint MagicNumber { get; private set; } = NewMagicNumber(random);

    /// <summary>What a server asks for.</summary>
    public PppMethod Method => _methods[0];

    /// <summary>What the peer asked a client for; null where it asked for nothing.</summary>
    public PppMethod? MethodOfPeer => _peer.Method;

    /// <summary>The method that the peer asked for last and that we may not use.</summary>
    public PppFailure.NoMethodInCommon? UnmetMethod { get; private set; }

    public PppDataHeader DataHeader => new(_peer.TakesCompressedProtocol, _peer.TakesCompressedAddress);

    public LcpFacts Facts => new(
        _given.Contains(LcpOptionType.Mru) ? DefaultMru : _mru,
        _peer.Mru,
        _peer.TakesCompressedProtocol,
        _peer.TakesCompressedAddress);

    public IReadOnlyList<PppOption> BuildRequest() => [.. Wishes().Where(option => !_given.Contains((LcpOptionType)option.Type))];

    /// <summary>
    /// The magic number tells (RFC 1661 §6.4). Answering would have us answer ourselves; a terminal that echoes only until its pppd has
    /// begun has a better one by our next request.
    /// </summary>
    public bool AreOurs(IReadOnlyList<PppOption> request)
    {
        var areOurs = MagicNumber != 0 && PppOptionList.ToArray(request).AsSpan().SequenceEqual(PppOptionList.ToArray(BuildRequest()));
        _returned += areOurs ? 1 : 0;
        return areOurs;
    }

    public OptionVerdict Judge(IReadOnlyList<PppOption> request)
    {
        var peer = new PeerOptions();
        List<PppOption> naks = [], rejects = [];
        foreach (var option in request)
            peer = Judge(option, peer, naks, rejects);

        var verdict = OptionVerdict.Of(request, naks, rejects) with { Failure = FindFailure() };
        if (verdict.IsAck)
            (_peer, _collisions, UnmetMethod) = (peer, 0, null);

        return verdict;
    }

    public PppFailure? HandleAck() => null;

    public PppFailure? HandleNak(IReadOnlyList<PppOption> wanted)
    {
        foreach (var option in wanted)
        {
            switch ((LcpOptionType)option.Type)
            {
                case LcpOptionType.Mru when option.Data.Length == sizeof(ushort) && option.TryReadNumber(out var mru):
                    TakeMru((int)mru);
                    break;
                case LcpOptionType.MagicNumber:
                    MagicNumber = NewMagicNumber(random);
                    break;
                case LcpOptionType.AuthenticationProtocol when role is PppRole.Server:
                    if (!TryTakeMethod(PppMethods.Read(option)))
                        return NoMethodInCommon(option);
                    break;
                case LcpOptionType.ProtocolCompression or LcpOptionType.AddressCompression:
                    _given.Add((LcpOptionType)option.Type);
                    break;
            }
        }

        return null;
    }

    public PppFailure? HandleReject(IReadOnlyList<PppOption> refused)
    {
        foreach (var option in refused)
        {
            var type = (LcpOptionType)option.Type;
            if (type is LcpOptionType.AuthenticationProtocol && role is PppRole.Server)
                return new PppFailure.NoMethodInCommon(null, null);

            if (type is LcpOptionType.MagicNumber)
                MagicNumber = 0;

            if (Enum.IsDefined(type))
                _given.Add(type);
        }

        return null;
    }

    public PppFailure NotAnswered(int requests) =>
        _returned > 0 ? new PppFailure.LoopedBack(_returned) : new PppFailure.LinkNotAnswered(requests);

    public PppFailure NotConverging(int refusals) => UnmetMethod ?? (PppFailure)new PppFailure.LinkNotConverging(refusals);

    private IEnumerable<PppOption> Wishes()
    {
        yield return PppOption.Number((byte)LcpOptionType.Mru, (ushort)_mru);
        if (role is PppRole.Server)
            yield return PppMethods.ToOption(Method);

        yield return PppOption.Number((byte)LcpOptionType.MagicNumber, MagicNumber);
        yield return PppOption.Flag((byte)LcpOptionType.ProtocolCompression);
        yield return PppOption.Flag((byte)LcpOptionType.AddressCompression);
    }

    /// <summary>Whatever fits a message can be received, so a peer's wish is taken; beyond that, RFC 1661's default holds.</summary>
    private void TakeMru(int mru)
    {
        if (mru > MaxMru)
            _given.Add(LcpOptionType.Mru);
        else
            _mru = Math.Max(mru, MinMru);
    }

    private PeerOptions Judge(PppOption option, PeerOptions peer, List<PppOption> naks, List<PppOption> rejects)
    {
        switch ((LcpOptionType)option.Type, option.Data.Length)
        {
            case (LcpOptionType.Mru, sizeof(ushort)):
                return JudgeMru(option, peer, naks);
            case (LcpOptionType.AsyncMap, sizeof(uint)):
                return peer; // nothing is escaped in a tunnel, so any map will do
            case (LcpOptionType.AuthenticationProtocol, >= sizeof(ushort)) when role is PppRole.Client:
                return JudgeMethod(option, peer, naks);
            case (LcpOptionType.MagicNumber, sizeof(uint)):
                JudgeMagicNumber(option, naks);
                return peer;
            case (LcpOptionType.ProtocolCompression, 0):
                return peer with { TakesCompressedProtocol = true };
            case (LcpOptionType.AddressCompression, 0):
                return peer with { TakesCompressedAddress = true };
            default:
                rejects.Add(option);
                return peer;
        }
    }

    private static PeerOptions JudgeMru(PppOption option, PeerOptions peer, List<PppOption> naks)
    {
        option.TryReadNumber(out var mru);
        if (mru >= MinMru)
            return peer with { Mru = (int)mru };

        naks.Add(PppOption.Number((byte)LcpOptionType.Mru, (ushort)DefaultMru));
        return peer;
    }

    private PeerOptions JudgeMethod(PppOption option, PeerOptions peer, List<PppOption> naks)
    {
        if (PppMethods.Read(option) is { } method && options.Methods.Contains(method))
            return peer with { Method = method };

        UnmetMethod = NoMethodInCommon(option);
        naks.Add(PppMethods.ToOption(options.Methods[_unmetRequests++ % options.Methods.Count])); // down our list, one at a time
        return peer;
    }

    private void JudgeMagicNumber(PppOption option, List<PppOption> naks)
    {
        option.TryReadNumber(out var magicNumber);
        if (magicNumber != 0 && magicNumber != MagicNumber)
            return;

        _collisions++;
        naks.Add(PppOption.Number((byte)LcpOptionType.MagicNumber, NewMagicNumber(random)));
    }

    private PppFailure? FindFailure()
    {
        if (_collisions > options.Automaton.MaxFailure)
            return new PppFailure.LoopedBack(_collisions);

        return _unmetRequests > options.Automaton.MaxFailure ? UnmetMethod : null;
    }

    /// <summary>The peer will not have what we asked for: what it would rather have, or the next of ours; false where none is left.</summary>
    private bool TryTakeMethod(PppMethod? wanted)
    {
        if (_methods.Count == 1)
            return wanted == Method;

        _methods.RemoveAt(0);
        if (wanted is { } method && _methods.Remove(method))
            _methods.Insert(0, method);

        return true;
    }

    private static PppFailure.NoMethodInCommon NoMethodInCommon(PppOption option)
    {
        var data = option.Data.Span;
        return new PppFailure.NoMethodInCommon(
            data.Length >= sizeof(ushort) ? BinaryPrimitives.ReadUInt16BigEndian(data) : null,
            data.Length > sizeof(ushort) ? data[2] : null);
    }

    private static uint NewMagicNumber(IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        random.Fill(bytes);
        return Math.Max(1, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
