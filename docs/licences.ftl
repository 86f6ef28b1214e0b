<#assign missing = {"oro:oro": "Apache-1.1", "org.apache.datasketches:datasketches-memory": "Apache-2.0", "org.apache.xbean:xbean-asm9-shaded": "Apache-2.0 and BSD-3-Clause (ASM)"}>
# Dependencies and their licences

Nobody else's code is in the bundle jar; what the submit jar holds is in its `META-INF/THIRD-PARTY.txt`, with the texts. All else below is fetched by a build or belongs to a Spark distribution, and is not
passed on: Spark and what it brings, ND4J (optional) and its libraries for the operating system that made this list, the tools of the tests. Licences are as the authors' own descriptions name them.

Made by `mvn -pl '!oldest-spark' org.codehaus.mojo:license-maven-plugin:aggregate-add-third-party` with the plugin's settings in `pom.xml`; `LicencesTest` compares it with the class path.

| library | version | licence |
|---|---|---|
<#list dependencyMap as entry>
<#assign project = entry.getKey()>
<#assign licenses = entry.getValue()>
<#assign id = project.groupId + ":" + project.artifactId>
| ${id} | ${project.version} | <#if missing[id]??>${missing[id]}<#else><#list licenses as license>${license}<#sep>, </#list></#if> |
</#list>
