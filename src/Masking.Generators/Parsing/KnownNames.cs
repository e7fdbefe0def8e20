namespace Masking.Generators;

/// <summary>The names of the runtime's types that declarations are made of.</summary>
internal static class KnownNames
{
    public const string Tool = "Masking.Generators";
    public const string MaskedPolicy = "Masking.MaskedPolicyAttribute";
    public const string Observation = "Masking.ObservationAttribute";
    public const string EntityMask = "Masking.EntityMaskAttribute";
    public const string AgentGrid = "Masking.AgentGridAttribute";
    public const string Core = "Masking.CoreAttribute";
    public const string ActionMask = "Masking.ActionMaskAttribute";
    public const string Value = "Masking.ValueAttribute";
    public const string ActiveWhen = "Masking.ActiveWhenAttribute";
    public const string MaskPer = "Masking.MaskPerAttribute";
    public const string AttendsTo = "Masking.AttendsToAttribute";
    public const string Given = "Masking.GivenAttribute";

    public const string VectorEncoder = "Masking.VectorEncoder";
    public const string EntityEncoder = "Masking.EntityEncoder";
    public const string AttentionEncoder = "Masking.AttentionEncoder";
    public const string GridEncoder = "Masking.GridEncoder";
    public const string PolicyCore = "Masking.PolicyCore";
    public const string RecurrentCore = "Masking.RecurrentCore";
    public const string LstmCore = "Masking.LstmCore";
    public const string Head = "Masking.Head`1";
    public const string QHead = "Masking.QHead`1";
    public const string PointerHead = "Masking.PointerHead";
    public const string SubsetHead = "Masking.SubsetHead";
    public const string ValueHead = "Masking.ValueHead";

    public const string Module = "TorchSharp.torch.nn.Module";
    public const string ModuleInterface = "TorchSharp.torch.nn.IModule`";
    public const string Parameter = "TorchSharp.Modules.Parameter";
    public const string Tensor = "TorchSharp.torch.Tensor";
    public const string ComponentName = "TorchSharp.Utils.ComponentNameAttribute";

    public const string PolicyBase = "Masking.MaskedPolicy`3";
    public const string RecurrentPolicyBase = "Masking.RecurrentPolicy`4";
    public const string ValueNetworkBase = "Masking.MaskedValueNetwork`3";

    public const string Contract = "Contract";
    public const string Forward = "forward";
    public const string Unroll = "Unroll";
    public const string Clear = "Clear";
    public const string Memory = "Memory";
    public const string Remember = "Remember";
    public const string AllowAll = "AllowAll";
    public const string AllowNone = "AllowNone";
    public const string Flags = "Flags";
    public const string FlagsField = "_flags";
    public const string MaskSuffix = "Mask";
    public const string SightSuffix = "Sight";
    public const string ReadSuffix = "At";
    public const string ValuesSuffix = "Values";
    public const string MasksSuffix = "Masks";

    /// <summary>The members of encoders and cores that generated code uses.</summary>
    public static readonly string[] CalledOnParts = ["Width", "PooledWidth", "call", "Embed", "Attend"];

    /// <summary>The attributes that stand on members.</summary>
    public static readonly string[] MemberAttributes = [Observation, EntityMask, AgentGrid, Core, ActionMask, Value];

    /// <summary>The attributes that say more about a head.</summary>
    public static readonly string[] HeadAttributes = [ActiveWhen, MaskPer, Given];

    /// <summary>The nested types that are generated: for action values, or for a policy, which may remember.</summary>
    public static string[] NestedTypes(bool hasQHead, bool isRecurrent) => hasQHead
        ? ["Observation", "Actions", "Values", "Batch"]
        : ["Observation", "Actions", "Distribution", "Rollout", "Batch", .. isRecurrent ? [Memory] : Array.Empty<string>()];

    /// <summary>The runtime's class that a policy derives from.</summary>
    public static string BaseOf(bool hasQHead, bool isRecurrent) =>
        hasQHead ? ValueNetworkBase
        : isRecurrent ? RecurrentPolicyBase
        : PolicyBase;
}
