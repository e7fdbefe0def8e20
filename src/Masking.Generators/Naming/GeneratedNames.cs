namespace Masking.Generators.Naming;

/// <summary>Names of generated members. The parser reserves them, and the emitters write them.</summary>
internal static class GeneratedNames
{
    /// <summary>The tool that <c>[GeneratedCode]</c> names.</summary>
    public const string ToolName = "Masking.Generators";

    public const string Contract = "Contract";
    public const string Declaration = "Declaration";
    public const string Load = "Load";
    public const string Forward = "forward";
    public const string Unroll = "Unroll";
    public const string Clear = "Clear";
    public const string Memory = "Memory";
    public const string Player = "Player";
    public const string LogProb = "LogProb";
    public const string Value = "Value";
    public const string Remember = "Remember";
    public const string AllowAll = "AllowAll";
    public const string AllowNone = "AllowNone";
    public const string Flags = "Flags";

    public const string MaskSuffix = "Mask";
    public const string RangeSuffix = "Range";
    public const string RangesSuffix = "Ranges";
    public const string NumbersSuffix = "Numbers";
    public const string Ends = "Ends";
    public const string SightSuffix = "Sight";
    public const string ReadSuffix = "At";
    public const string MasksSuffix = "Masks";

    /// <summary>The static members of a policy, apart from its nested types.</summary>
    public static readonly string[] StaticMembers = [Contract, Declaration, Load];

    /// <summary>The nested types that are generated for a network of action values, or for a policy, which may be recurrent.</summary>
    /// <param name="hasQHead">Whether it is a network of action values.</param>
    /// <param name="isRecurrent">Whether the policy is recurrent.</param>
    /// <param name="hasPlayer">Whether the project references the package with which exported policies act.</param>
    public static string[] NestedTypes(bool hasQHead, bool isRecurrent, bool hasPlayer) =>
    [
        "Observation",
        "Actions",
        .. hasQHead ? ["Values"] : new[] { "Distribution", "Rollout" },
        "Batch",
        .. isRecurrent ? [Memory] : Array.Empty<string>(),
        .. hasPlayer ? [Player] : Array.Empty<string>(),
    ];
}
