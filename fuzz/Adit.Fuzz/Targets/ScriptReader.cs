namespace Adit.Fuzz.Targets;

/// <summary>Takes a script apart; beyond its end all is zero.</summary>
internal sealed class ScriptReader(ReadOnlyMemory<byte> script)
{
    private ReadOnlyMemory<byte> _rest = script;

    public bool TryTake(out byte taken)
    {
        taken = _rest.IsEmpty ? (byte)0 : _rest.Span[0];
        var hasMore = !_rest.IsEmpty;
        _rest = hasMore ? _rest[1..] : _rest;
        return hasMore;
    }

    public byte Take()
    {
        TryTake(out var taken);
        return taken;
    }

    /// <summary>A length of one byte and as many bytes, or as many as there are.</summary>
    public byte[] TakeBlock()
    {
        var length = Math.Min(Take(), _rest.Length);
        var block = _rest[..length].ToArray();
        _rest = _rest[length..];
        return block;
    }
}
