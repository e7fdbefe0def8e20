using System.ComponentModel;
using System.Reflection;

namespace Masking.Architecture.Tests;

/// <summary>The public surface of the runtime. A type that is added or removed changes these lists.</summary>
public sealed class PublicTypesTests
{
    private static readonly Assembly Runtime = typeof(MaskedPolicyAttribute).Assembly;

    [Fact]
    public void Masking_ContainsWhatUsersWriteAgainst() => Assert.Equal(
        [
            "ActionHead",
            "ActionMaskAttribute",
            "ActionValueHead<T>",
            "ActiveUnlessAttribute",
            "ActiveWhenAttribute",
            "ActorDeclaration",
            "AgentGridAttribute",
            "AttendsToAttribute",
            "AttentionEncoder",
            "CarriedMemory<TObservation, TActions>",
            "ChoiceHead<T>",
            "ChoiceNames",
            "ComponentDeclaration",
            "ConditionDeclaration",
            "ConvEncoder",
            "CoreAttribute",
            "CoreDeclaration",
            "DeepSetEncoder",
            "DistinctAttribute",
            "EntityEmbedding",
            "EntityEncoder",
            "EntityEncoding",
            "EntityMaskAttribute",
            "EntropyReduction",
            "Evaluation",
            "GeneralizedAdvantage",
            "GivenAttribute",
            "GridEncoder",
            "GridEncoding",
            "GruCore",
            "Head<T>",
            "HeadDeclaration",
            "HeadKind",
            "HostBuffer",
            "HostBuffer<T>",
            "IActionValues<TActions>",
            "IFixedSizeBatch<TSelf>",
            "IMaskedNetwork",
            "IMaskedPolicy<TObservation, TActions, TDistribution>",
            "IObservationBatch<TObservation>",
            "IPolicyDistribution<TSelf, TActions>",
            "IPolicyMemory<TSelf>",
            "IRecurrentDistribution<TMemory>",
            "IRecurrentObservation<TSelf, TMemory>",
            "IRecurrentPolicy<TObservation, TActions, TDistribution, TMemory>",
            "IRolloutBatch<TObservation, TActions>",
            "ITensorRecord<TSelf>",
            "InputDeclaration",
            "InputKind",
            "LstmCore",
            "MaskBuffer<T>",
            "MaskPerAttribute",
            "MaskShapeException",
            "MaskSpan<T>",
            "MaskedAttention",
            "MaskedCategorical",
            "MaskedComponents",
            "MaskedFlags",
            "MaskedGrid",
            "MaskedInterval",
            "MaskedNetwork<TObservation, TResult>",
            "MaskedPolicy<TObservation, TActions, TDistribution>",
            "MaskedPolicyAttribute",
            "MaskedPooling",
            "MaskedSubset",
            "MaskedValueNetwork<TObservation, TActions, TValues>",
            "MaskedValues",
            "MemoryExtensions",
            "Minibatch<TObservation, TActions>",
            "MlpCore",
            "MlpEncoder",
            "ModelFileException",
            "ModelMatch",
            "ModelMismatchException",
            "NativeAllocator",
            "NoLegalActionException",
            "NonFiniteLogitsException",
            "ObservationAttribute",
            "PointerHead",
            "PolicyCore",
            "PolicyDeclaration",
            "ProjectedHead",
            "QHead<T>",
            "RandomDraw",
            "RandomStream",
            "RangeSpan",
            "Recurrence",
            "RecurrentCore",
            "RecurrentPolicy<TObservation, TActions, TDistribution, TMemory>",
            "Rollout<TObservation, TActions>",
            "Step<TActions, TMemory>",
            "Step<TActions>",
            "SubsetHead",
            "TensorRecordExtensions",
            "TorchLibrary",
            "TorchSharpLoadException",
            "ValueAttribute",
            "ValueHead",
            "VectorEncoder",
        ],
        Names("Masking"));

    [Fact]
    public void CompilerServices_ContainWhatGeneratedCodeCalls() => Assert.Equal(
        [
            "ActionPlan",
            "ActionReader",
            "ActionSource",
            "ActorHeads",
            "ActorRows",
            "ActorValues",
            "ChoiceValues",
            "ChoiceValues<T>",
            "HeadInput",
            "HostArray",
            "HostArray<T>",
            "HostArrays",
            "HostAxis",
            "HostBatch",
            "HostMask<T>",
            "HostRecord<TRecord>",
            "InputContract",
            "InputSpec",
            "ModelLoader",
            "RecordText",
            "RolloutAxis",
            "RolloutLayout",
        ],
        Names("Masking.CompilerServices"));

    [Fact]
    public void NoOtherNamespace_HasPublicTypes() =>
        Assert.All(Runtime.GetExportedTypes(), type => Assert.Contains(type.Namespace, new[] { "Masking", "Masking.CompilerServices" }));

    [Fact]
    public void WhatGeneratedCodeCalls_IsHiddenFromCompletion() =>
        Assert.All(Runtime.GetExportedTypes().Where(type => type.Namespace == "Masking.CompilerServices"), type =>
            Assert.Equal(EditorBrowsableState.Never, type.GetCustomAttribute<EditorBrowsableAttribute>()?.State));

    private static string[] Names(string @namespace) =>
        [
            .. Runtime.GetExportedTypes().Where(type => type.Namespace == @namespace && !type.IsNested).Select(Name)
                .Order(StringComparer.Ordinal),
        ];

    private static string Name(Type type) => type.IsGenericTypeDefinition
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name))}>"
        : type.Name;
}
