namespace Masking.Generators.Naming;

/// <summary>Full names of the attributes, parts and base classes that the parser looks for.</summary>
internal static class KnownTypes
{
    public const string MaskedPolicy = "Masking.MaskedPolicyAttribute";
    public const string Observation = "Masking.ObservationAttribute";
    public const string EntityMask = "Masking.EntityMaskAttribute";
    public const string AgentGrid = "Masking.AgentGridAttribute";
    public const string Core = "Masking.CoreAttribute";
    public const string ActionMask = "Masking.ActionMaskAttribute";
    public const string Value = "Masking.ValueAttribute";
    public const string ActiveWhen = "Masking.ActiveWhenAttribute";
    public const string ActiveUnless = "Masking.ActiveUnlessAttribute";
    public const string Distinct = "Masking.DistinctAttribute";
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
    public const string ChoiceHead = "Masking.ChoiceHead`1";
    public const string ActionValueHead = "Masking.ActionValueHead`1";
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

    public const string NetworkInterface = "Masking.IMaskedNetwork";
    public const string RecordInterface = "Masking.ITensorRecord`1";
    public const string DistributionInterface = "Masking.IPolicyDistribution`2";
    public const string ValuesInterface = "Masking.IActionValues`1";
    public const string BatchInterface = "Masking.IObservationBatch`1";
    public const string PlayerSession = "Masking.CompilerServices.PlayerSession";
    public const string Step = "Masking.Step`1";
    public const string Evaluation = "Masking.Evaluation";
    public const string Minibatch = "Masking.Minibatch`2";
    public const string Rollout = "Masking.Rollout`2";
    public const string Environment = "Masking.Training.IEnvironment`2";
    public const string VectorEnvironment = "Masking.Training.IVectorEnvironment`2";
    public const string Torch = "TorchSharp.torch";
    public const string Scalar = "TorchSharp.Scalar";
    public const string Optimizer = "TorchSharp.torch.optim.Optimizer";

    /// <summary>The members of encoders, cores and heads that generated code uses.</summary>
    public static readonly string[] MembersCalledOnParts = ["Width", "PooledWidth", "call", "Embed", "Attend", "Choose", "Judge"];

    /// <summary>The heads that choose a value of their type argument.</summary>
    public static readonly string[] HeadsOfValues = [Head, QHead, ChoiceHead, ActionValueHead];

    /// <summary>The attributes that give a member its role. A member has one of them.</summary>
    public static readonly string[] RoleAttributes = [Observation, EntityMask, AgentGrid, Core, ActionMask, Value];

    /// <summary>The attributes that accompany <c>[ActionMask]</c> and declare dependencies.</summary>
    public static readonly string[] DependenceAttributes = [ActiveWhen, ActiveUnless, MaskPer, Given, Distinct];

    /// <summary>All attributes of members of a policy.</summary>
    public static readonly string[] MemberAttributes = [.. RoleAttributes, .. DependenceAttributes, AttendsTo];

    /// <summary>The runtime's class that the generated code derives a policy from.</summary>
    public static string BaseOf(bool hasQHead, bool isRecurrent) =>
        hasQHead ? ValueNetworkBase
        : isRecurrent ? RecurrentPolicyBase
        : PolicyBase;
}
