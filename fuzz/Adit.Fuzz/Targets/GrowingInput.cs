namespace Adit.Fuzz.Targets;

/// <summary>The law of every parser that is given the same bytes again with more behind them: it says "more" until it says the same for ever.</summary>
internal static class GrowingInput
{
    private const int CheckedPrefixes = 24;

    public static void Check<TResult>(ReadOnlyMemory<byte> input, Func<ReadOnlyMemory<byte>, TResult> parse, TResult needMore)
        where TResult : notnull
    {
        var final = parse(input);
        var step = Math.Max(1, input.Length / CheckedPrefixes);
        var hasDecided = false;
        for (var length = 0; length < input.Length; length += step)
        {
            var early = parse(input[..length]);
            hasDecided |= !early.Equals(needMore);
            BrokenLawException.ThrowUnless(!hasDecided || early.Equals(final), "What has been decided stays decided.");
        }

        if (!final.Equals(needMore))
        {
            byte[] longer = [.. input.Span, .. "\r\n\r\nmore"u8];
            BrokenLawException.ThrowUnless(parse(longer).Equals(final), "What follows changes nothing.");
        }
    }
}
