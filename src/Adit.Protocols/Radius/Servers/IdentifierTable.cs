namespace Adit.Protocols.Radius.Servers;

/// <summary>
/// Which of a server's numbers are taken, 256 for each of our ports. A number is used again as late as can be, so that what comes late
/// meets nobody.
/// </summary>
internal sealed class IdentifierTable
{
    public const int MaxChannels = 32;
    private const int PerChannel = 256;

    private readonly List<Channel> _channels = [];

    /// <summary>How many are taken.</summary>
    public int Count => _channels.Sum(channel => channel.Count);

    /// <summary>A free number, of a new port where the others have none; false where there are too many ports.</summary>
    public bool TryFindFree(out int channel, out byte identifier)
    {
        identifier = 0;
        channel = _channels.FindIndex(one => one.Count < PerChannel);
        if (channel < 0)
        {
            if (_channels.Count == MaxChannels)
                return false;

            channel = _channels.Count;
            _channels.Add(new Channel());
        }

        identifier = _channels[channel].NextFree();
        return true;
    }

    /// <summary>Takes the number that was found free.</summary>
    public void Take(Sending sending) => _channels[sending.Channel].Set(sending.Request.Identifier, sending);

    public void Free(Sending sending) => _channels[sending.Channel].Set(sending.Request.Identifier, null);

    /// <summary>Who waits for an answer of this number; null for nobody.</summary>
    public Sending? Find(int channel, byte identifier) =>
        channel >= 0 && channel < _channels.Count ? _channels[channel].Find(identifier) : null;

    private sealed class Channel
    {
        private readonly Sending?[] _taken = new Sending?[PerChannel];
        private byte _last = byte.MaxValue;

        public int Count { get; private set; }

        public Sending? Find(byte identifier) => _taken[identifier];

        public byte NextFree()
        {
            do
            {
                _last++;
            }
            while (_taken[_last] is not null);
            return _last;
        }

        public void Set(byte identifier, Sending? sending)
        {
            Count += (sending is null ? 0 : 1) - (_taken[identifier] is null ? 0 : 1);
            _taken[identifier] = sending;
        }
    }
}
